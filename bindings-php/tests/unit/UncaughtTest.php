<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;

require_once __DIR__ . '/../Php.php';

/** Nothing that PHP prints of an exception holds the secret: with each engine, and with none. */
final class UncaughtTest extends TestCase
{
    private const SETTINGS = [
        'display_errors=1',
        'error_reporting=-1',
        'zend.exception_ignore_args=0',
        'zend.exception_string_param_max_len=1000000',
    ];

    private const ENGINES = ['ext', 'ffi', 'none'];

    public function testWhatIsCaughtHoldsNoSecret(): void
    {
        foreach (self::ENGINES as $engine) {
            [$status, $said] = $this->fails($engine, 'all');
            self::assertSame(0, $status, $said);
            self::assertStringNotContainsString('accepted', $said);
            $this->holdsNoSecret($said);
        }
    }

    public function testWhatIsNotCaughtShowsNoSecret(): void
    {
        foreach (self::ENGINES as $engine) {
            [, $count] = $this->fails($engine);
            self::assertGreaterThan(20, (int) $count, $count);
            for ($call = 0; $call < (int) $count; $call++) {
                [$status, $said] = $this->fails($engine, (string) $call);
                self::assertSame(255, $status, $said);
                self::assertStringContainsString('Uncaught', $said);
                $this->holdsNoSecret("$engine $call: $said");
            }
        }
    }

    private function fails(string $engine, string ...$arguments): array
    {
        $script = \dirname(__DIR__) . '/uncaught.php';
        return Php::run($engine, self::SETTINGS, \array_merge([$script], $arguments));
    }

    private function holdsNoSecret(string $said): void
    {
        // PHP 7.4 shows the first 15 bytes of an argument.
        $begin = \substr(SECRET, 0, 8);
        $shown = \strpos($said, $begin);
        $near = $shown === false ? '' : \substr($said, \max(0, $shown - 300), 300);
        self::assertFalse($shown, "the secret is shown behind: $near");
    }
}
