<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\Token04Exception;
use Token04\Verifier;

final class SecretsTest extends TestCase
{
    /** @return list<object> */
    private function holders(): array
    {
        return [new Generator(APP, SECRET), new Verifier(APP, SECRET, [SECRET])];
    }

    public function testNothingThatIsPrintedShowsASecret(): void
    {
        foreach ($this->holders() as $holder) {
            $shown = written(static function () use ($holder): void {
                \var_dump($holder);
                \print_r($holder);
                \var_export($holder);
                \var_dump((array) $holder);
            });
            self::assertStringNotContainsString(SECRET, $shown . \json_encode($holder));
        }
    }

    public function testASecretIsNotSerialized(): void
    {
        foreach ($this->holders() as $holder) {
            foreach ((array) $holder as $part) {
                if (\is_object($part)) {
                    self::assertTrue($this->refuses($part), \get_class($part));
                }
            }
            self::assertTrue($this->refuses($holder));
            $forged = 'O:' . \strlen(\get_class($holder)) . ':"' . \get_class($holder) . '":0:{}';
            try {
                \unserialize($forged);
                self::fail('unserialized');
            } catch (\LogicException $refused) {
                self::assertStringContainsString('unserialized', $refused->getMessage());
            }
        }
    }

    public function testAHolderIsNotCloned(): void
    {
        foreach ($this->holders() as $holder) {
            try {
                $copy = clone $holder;
                self::fail('cloned');
            } catch (\LogicException $refused) {
                self::assertStringContainsString('holds a secret and is not cloned', $refused->getMessage());
            }
            // Nor is what it holds, by whatever way one gets there.
            foreach ((array) $holder as $part) {
                if (\is_object($part)) {
                    try {
                        $copy = clone $part;
                        self::fail('cloned');
                    } catch (\Error $refused) {
                        self::assertStringContainsString('clone', $refused->getMessage());
                    }
                }
            }
        }
    }

    public function testAStackTraceHasNoArguments(): void
    {
        $before = \ini_set('zend.exception_ignore_args', '0');
        try {
            new Generator(APP, SECRET . 'x');
            self::fail('accepted');
        } catch (Token04Exception $refused) {
            $shown = (string) $refused . \print_r($refused->getTrace(), true);
            self::assertStringNotContainsString(SECRET, $shown);
            self::assertStringNotContainsString(\substr(SECRET, 0, 10), $shown);
        } finally {
            \ini_set('zend.exception_ignore_args', (string) $before);
        }
    }

    public function testATypeErrorOfSecretsHasNoArguments(): void
    {
        $before = \ini_set('zend.exception_ignore_args', '0');
        try {
            new Verifier(APP, SECRET, \strrev(SECRET));
            self::fail('accepted');
        } catch (\TypeError $refused) {
            self::assertSame(
                'previousSecrets must be a list of strings, string given: for one, write [$previousSecrets]',
                $refused->getMessage()
            );
            $shown = (string) $refused . \print_r($refused->getTrace(), true);
            self::assertStringNotContainsString(SECRET, $shown);
            self::assertStringNotContainsString(\substr(\strrev(SECRET), 0, 10), $shown);
        } finally {
            \ini_set('zend.exception_ignore_args', (string) $before);
        }
    }

    private function refuses(object $holder): bool
    {
        try {
            \serialize($holder);
        } catch (\Throwable $refused) {
            return true;
        }
        return false;
    }
}
