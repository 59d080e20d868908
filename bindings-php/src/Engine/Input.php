<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\Mode;

/**
 * What the caller gave, as the library takes it. A value of a wrong type becomes one that the
 * library refuses with the code of its field, so that the order of checks stays its own.
 *
 * @internal
 */
final class Input
{
    /** No text: UTF-8 never holds this byte. */
    public const REFUSED = "\xff";

    private const MODES = [Mode::CBC => 0, Mode::GCM => 1];

    /** @param mixed $value */
    public static function text($value): string
    {
        return \is_string($value) ? $value : self::REFUSED;
    }

    /** @param mixed $value an app id or a lifetime: 0 is none */
    public static function integer($value): int
    {
        return \is_int($value) ? $value : 0;
    }

    /** @param mixed $value */
    public static function mode($value): int
    {
        return \is_string($value) ? self::MODES[$value] ?? -1 : -1;
    }

    /** A clock whose answer is an integer; another one is told as a mistake of the clock. */
    public static function clock(?callable $clock): ?\Closure
    {
        return $clock === null ? null : static function () use ($clock): int {
            $now = $clock();
            if (\is_int($now)) {
                return $now;
            }
            throw Trace::without(static function () use ($now): \TypeError {
                $given = self::kind($now);
                return new \TypeError("clock must return unix seconds as an integer, $given returned");
            });
        };
    }

    /**
     * A list of texts. What is none is a mistake in the program, a lone string too: it is no list of
     * characters.
     *
     * @param mixed $values
     * @param string $name the parameter
     * @return list<string>
     * @throws \TypeError
     */
    public static function texts($values, string $name): array
    {
        if (!\is_iterable($values)) {
            throw Trace::without(static function () use ($values, $name): \TypeError {
                $given = self::kind($values);
                return new \TypeError("$name must be a list of strings, $given given: for one, write [\$$name]");
            });
        }
        $texts = [];
        foreach ($values as $value) {
            $texts[] = \is_string($value) ? $value : self::REFUSED;
        }
        return $texts;
    }

    /** @param mixed $value */
    private static function kind($value): string
    {
        return \is_object($value) ? \get_class($value) : \gettype($value);
    }
}
