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

    /** @param mixed $value an app id: 0 is none */
    public static function integer($value): int
    {
        return \is_int($value) ? $value : 0;
    }

    /** @param mixed $value */
    public static function mode($value): int
    {
        return \is_string($value) ? self::MODES[$value] ?? -1 : -1;
    }

    /**
     * A list of texts. What is no list is one text that is refused, a lone string too: it is no
     * list of characters.
     *
     * @param mixed $values
     * @return list<string>
     */
    public static function texts($values): array
    {
        if (!\is_iterable($values)) {
            return [self::REFUSED];
        }
        $texts = [];
        foreach ($values as $value) {
            $texts[] = \is_string($value) ? $value : self::REFUSED;
        }
        return $texts;
    }
}
