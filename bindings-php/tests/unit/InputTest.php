<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\Token04;
use Token04\Verifier;

require_once __DIR__ . '/../Php.php';

/** Wrong types and bad texts have the code of their field, whatever the caller's strict_types. */
final class InputTest extends TestCase
{
    /** Nothing of these is an integer in range, or a text. */
    private const NEITHER = [true, false, null, 1.0, 1.5, \NAN, \INF, [], ['a']];

    public function testNumbersAreIntegersInRange(): void
    {
        foreach (\array_merge(self::NEITHER, ['1', '', 0, -1, 4294967296, \PHP_INT_MAX]) as $bad) {
            self::assertSame(1, $this->construct($bad, SECRET, 'cbc'));
            self::assertSame(1, code(static function () use ($bad): void {
                new Verifier($bad, SECRET);
            }));
        }
        foreach (\array_merge(self::NEITHER, ['1', '', 0, -1, \PHP_INT_MIN, \PHP_INT_MAX]) as $bad) {
            self::assertSame(6, $this->mint('u', $bad, ''));
        }
        foreach (\array_merge(self::NEITHER, ['1', '', -1]) as $bad) {
            self::assertSame(11, code(static function () use ($bad): void {
                new Verifier(APP, SECRET, [], $bad);
            }));
        }
    }

    public function testTextsAreUtf8OfTheirLength(): void
    {
        foreach (\array_merge(self::NEITHER, ['', "a\0", "\xff", "\xed\xa0\x80", 7]) as $bad) {
            self::assertSame(3, $this->mint($bad, 60, ''));
        }
        self::assertSame(3, $this->mint(\str_repeat('u', 65), 60, ''));
        self::assertSame(0, $this->mint(\str_repeat('🎉', 16), 60, ''));
        foreach (\array_merge(self::NEITHER, ["\xff", 7, new \stdClass()]) as $bad) {
            self::assertSame(7, $this->mint('u', 60, $bad));
        }
        self::assertSame(7, $this->mint('u', 60, \str_repeat('x', 66000)));
        foreach (\array_merge(self::NEITHER, ['', \substr(SECRET, 1), SECRET . '0', 7]) as $bad) {
            self::assertSame(5, $this->construct(APP, $bad, 'cbc'));
        }
        foreach (\array_merge(self::NEITHER, ['', 'CBC', 'gcm ', 0, 1]) as $bad) {
            self::assertSame(10, $this->construct(APP, SECRET, $bad));
        }
        foreach (\array_merge(self::NEITHER, ['', '04', '03AAAA', "\0"]) as $bad) {
            self::assertSame(20, code(static function () use ($bad): void {
                Token04::inspect($bad);
            }));
        }
    }

    public function testTheOrderIsTheLibrarys(): void
    {
        self::assertSame(1, $this->construct(null, null, null));
        self::assertSame(5, $this->construct(APP, null, null));
        self::assertSame(3, $this->mint(null, null, null));
        self::assertSame(6, $this->mint('u', null, null));
    }

    public function testAStringAsAppIdIsToldHowToBecomeANumber(): void
    {
        foreach ([Generator::class, Verifier::class] as $class) {
            try {
                new $class((string) APP, SECRET);
                self::fail('accepted');
            } catch (\Token04\Token04Exception $refused) {
                self::assertSame('app_id_invalid', $refused->name());
                self::assertStringContainsString('(int) $appId', $refused->getMessage());
            }
        }
    }

    public function testAnObjectAsPayloadIsToldHowToBecomeText(): void
    {
        try {
            (new Generator(APP, SECRET))->generate('u', 60, ['room_id' => 'r']);
            self::fail('accepted');
        } catch (\Token04\Token04Exception $refused) {
            self::assertSame('payload_invalid', $refused->name());
            self::assertStringContainsString('json_encode', $refused->getMessage());
        }
    }

    public function testWhatIsNoListIsATypeErrorThatSaysSo(): void
    {
        $generator = new Generator(APP, SECRET);
        foreach (['abc', 7, 1.5, true, null, new \stdClass()] as $bad) {
            $calls = [
                'userIds' => static function () use ($generator, $bad): void {
                    $generator->generateBatch($bad, 60);
                },
                'previousSecrets' => static function () use ($bad): void {
                    new Verifier(APP, SECRET, $bad);
                },
            ];
            foreach ($calls as $name => $call) {
                try {
                    $call();
                    self::fail("$name accepted");
                } catch (\TypeError $refused) {
                    self::assertStringContainsString(
                        \trim($name) . ' must be a list of strings',
                        $refused->getMessage()
                    );
                }
            }
        }
    }

    public function testWhatIsFarTooLongIsNotCopied(): void
    {
        $script = \dirname(__DIR__) . '/lengths.php';
        $engine = (string) \getenv('TOKEN04_ENGINE');
        // The core as PHP takes 9 MiB to load without opcache, and 16 or 32 bytes a word.
        $limit = $engine === 'php' ? 'memory_limit=96M' : 'memory_limit=48M';
        [$status, $said] = Php::run($engine, [$limit, 'display_errors=1'], [$script]);
        self::assertSame(0, $status, $said);
        self::assertMatchesRegularExpression("/^$engine: \d+ MiB at most$/", $said);
    }

    /** @param mixed $appId */
    private function construct($appId, $secret, $mode): int
    {
        return code(static function () use ($appId, $secret, $mode): void {
            new Generator($appId, $secret, $mode);
        });
    }

    /** Each way to a token, which must agree; answers the code of the first. */
    private function mint($userId, $ttl, $payload): int
    {
        $generator = new Generator(APP, SECRET);
        $code = code(static function () use ($generator, $userId, $ttl, $payload): void {
            $generator->generate($userId, $ttl, $payload);
        });
        self::assertSame($code, code(static function () use ($generator, $userId, $ttl, $payload): void {
            $generator->issue($userId, $ttl, $payload);
        }));
        if ($code !== 7) {
            self::assertSame($code, code(static function () use ($generator, $userId, $ttl): void {
                $generator->identityToken($userId, $ttl);
            }));
        }
        return $code;
    }
}
