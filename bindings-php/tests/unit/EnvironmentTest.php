<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\Mode;
use Token04\Token04Exception;
use Token04\Verifier;

/** Errors of the environment name the variable; the order of checks stays the library's. */
final class EnvironmentTest extends TestCase
{
    private const VARIABLES = ['ZEGO_APP_ID', 'ZEGO_SERVER_SECRET', 'ZEGO_PREVIOUS_SERVER_SECRET'];

    protected function tearDown(): void
    {
        \array_map('putenv', self::VARIABLES);
    }

    public function testAnErrorNamesTheVariableAndWhatWasFound(): void
    {
        $makers = [[Generator::class, 'fromEnv'], [Verifier::class, 'fromEnv']];
        $states = ['not set' => null, 'empty' => '', 'invalid' => 'wrong'];
        foreach ($makers as $make) {
            foreach ($states as $found => $value) {
                $this->refused($make, 1, 'ZEGO_APP_ID', $found, [$value, null, 'short']);
                $this->refused($make, 5, 'ZEGO_SERVER_SECRET', $found, [(string) APP, $value, 'short']);
            }
        }
        $this->refused($makers[1], 5, 'ZEGO_PREVIOUS_SERVER_SECRET', 'invalid', [(string) APP, SECRET, 'short']);
    }

    public function testWhatNoVariableHoldsIsToldAsElsewhere(): void
    {
        $this->set([(string) APP, SECRET, null]);
        self::assertSame(10, code(static function (): void {
            Generator::fromEnv('CBC');
        }));
        self::assertSame(11, code(static function (): void {
            Verifier::fromEnv(-1);
        }));
    }

    public function testAnEmptyPreviousSecretIsNone(): void
    {
        $this->set([(string) APP, SECRET, '']);
        $token = Generator::fromEnv(Mode::GCM)->identityToken('u', 60);
        self::assertSame(0, Verifier::fromEnv()->verify($token)->secretIndex);
    }

    /** @param list<string|null> $values */
    private function refused(callable $make, int $code, string $variable, string $found, array $values): void
    {
        $this->set($values);
        try {
            $make();
            self::fail("$variable $found was accepted");
        } catch (Token04Exception $refused) {
            self::assertSame($code, $refused->getCode());
            $message = Token04Exception::of($code)->getMessage();
            self::assertSame("environment variable $variable is $found: $message", $refused->getMessage());
        }
    }

    /** @param list<string|null> $values of each variable; null unsets it */
    private function set(array $values): void
    {
        foreach (\array_combine(self::VARIABLES, $values) as $name => $value) {
            \putenv($value === null ? $name : "$name=$value");
        }
    }
}
