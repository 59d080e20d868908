<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Engine\Loader;
use Token04\Engine\Php\Minting;
use Token04\Engine\PhpEngine;
use Token04\Engine\PhpInstance;
use Token04\Generator;
use Token04\Token04;
use Token04\Token04Exception;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

/** What only the core as PHP has: memory that PHP code can reach, and a core that may stop. */
final class PhpEngineTest extends TestCase
{
    private PhpEngine $engine;

    protected function setUp(): void
    {
        $engine = Loader::get();
        if (!$engine instanceof PhpEngine) {
            self::markTestSkipped('another engine');
        }
        $this->engine = $engine;
    }

    public function testASecretDoesNotStayInTheMemory(): void
    {
        $other = \strrev(SECRET);
        ZegoServerAssistant::generateToken04(APP, 'user1', $other, 60, '');
        $token = (new Generator(APP, $other))->identityToken('user1', 60);
        Token04::decode($token, $other);
        Token04::explain($token, $other);
        (new Verifier(APP, SECRET, [$other]))->verify($token);
        $generator = new Generator(APP, SECRET);
        $generator->identityToken('user1', 60);
        self::assertStringNotContainsString($other, $this->memory());
        self::assertStringContainsString(SECRET, $this->memory());
        $generator = null;
        self::assertStringNotContainsString(SECRET, $this->memory());
    }

    public function testWithoutOpensslTheCoreComputesTheSame(): void
    {
        $generator = new Generator(APP, SECRET, 'gcm');
        $token = $generator->identityToken('user1', 60, NOW);
        $instance = $this->engine->take();
        $instance->machine->cipher = false;
        $this->engine->give($instance);
        try {
            $made = (new Generator(APP, SECRET))->identityToken('user1', 60, NOW);
            self::assertTrue(Token04::decode($token, SECRET)->authenticated);
        } finally {
            $instance->machine->cipher = true;
        }
        self::assertTrue(Token04::decode($made, SECRET)->authenticated);
    }

    public function testWhereTheCoreStopsTheNextCallHasAnother(): void
    {
        $generator = new Generator(APP, SECRET);
        $instance = $this->engine->take();
        $machine = $instance->machine;
        $instance->machine = new class ($machine) extends Minting {
            public function write(int $address, string $bytes): void
            {
                throw self::trap();
            }
        };
        $this->engine->give($instance);
        try {
            $generator->identityToken('user1', 60);
            self::fail('a token');
        } catch (Token04Exception $stopped) {
            self::assertSame(90, $stopped->getCode());
            self::assertNull($stopped->getPrevious());
        }
        self::assertSame([], $machine->m, 'its memory was overwritten');
        self::assertNotSame('', $generator->identityToken('user1', 60));
    }

    /** As a signal handler does, which runs between any two function calls. */
    public function testWhatIsThrownWithinTheCoreShowsNoArgumentsAndBreaksNothing(): void
    {
        $before = \ini_set('zend.exception_ignore_args', '0');
        $verifier = new Verifier(APP, SECRET);
        $calls = [
            static function (): void {
                new Generator(APP, SECRET);
            },
            static function (): void {
                ZegoServerAssistant::generateToken04(APP, 'user1', SECRET, 60, '');
            },
            static function () use ($verifier): void {
                $verifier->verify('04AAAA');
            },
        ];
        try {
            foreach ($calls as $call) {
                $instance = new PhpInstance();
                $machine = $instance->machine;
                $instance->machine = new class ($machine) extends Minting {
                    public function fill(int $address, int $value, int $length): void
                    {
                        throw new \DomainException('of a handler');
                    }

                    public function write(int $address, string $bytes): void
                    {
                        parent::write($address, $bytes);
                        throw new \DomainException('of a handler');
                    }
                };
                $this->engine->take();
                $this->engine->give($instance);
                try {
                    $call();
                    self::fail('nothing thrown');
                } catch (\DomainException $thrown) {
                    foreach ($thrown->getTrace() as $frame) {
                        self::assertArrayNotHasKey('args', $frame);
                    }
                }
                self::assertSame([], $machine->m, 'its memory was overwritten');
                $token = (new Generator(APP, SECRET))->identityToken('user2', 60);
                self::assertSame('user2', $verifier->verify($token)->claims->userId);
            }
        } finally {
            \ini_set('zend.exception_ignore_args', (string) $before);
        }
    }

    public function testAnInstanceThatGrewMuchIsNotKept(): void
    {
        Token04::explain(\str_repeat('x', 400000));
        $instance = $this->engine->take();
        self::assertLessThan(8 << 20, 4 * \count($instance->machine->m));
        self::assertTrue($instance->isSmall());
        $this->engine->give($instance);
    }

    /** All memory of the instance that waits for the next call. */
    private function memory(): string
    {
        $instance = $this->engine->take();
        $memory = $instance->machine->read(0, 4 * \count($instance->machine->m));
        $this->engine->give($instance);
        self::assertInstanceOf(PhpInstance::class, $instance);
        return $memory;
    }
}
