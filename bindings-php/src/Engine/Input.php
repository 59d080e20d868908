<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\ErrorCode;
use Token04\Mode;
use Token04\RoomPrivileges;

/**
 * Converts what the caller passed to what the library takes. A value of a wrong type becomes one
 * that the library refuses with the code of its field, so that the order of checks stays the
 * library's. No parameter beside a secret has a type of PHP's: PHP would put the secret into the
 * stack trace of its own TypeError.
 *
 * @internal
 */
final class Input
{
    /** No string that any field takes: UTF-8 never holds this byte. */
    public const REFUSED = "\xff";

    private const MODES = [Mode::CBC => 0, Mode::GCM => 1];

    /** @param mixed $value */
    public static function string(
        #[\SensitiveParameter]
        $value
    ): string {
        return \is_string($value) ? $value : self::REFUSED;
    }

    /** @param mixed $value a token; no other type is one */
    public static function token($value): string
    {
        return \is_string($value) ? $value : '';
    }

    /** @param mixed $value an app id or a lifetime; 0 is neither */
    public static function integer($value): int
    {
        return \is_int($value) ? $value : 0;
    }

    /** @param mixed $value unix seconds; PHP_INT_MIN is no time that the library takes */
    public static function now($value): int
    {
        return \is_int($value) ? $value : \PHP_INT_MIN;
    }

    /** @param mixed $value */
    public static function leeway($value): int
    {
        return \is_int($value) ? $value : -1;
    }

    /** @param mixed $value */
    public static function mode($value): int
    {
        return \is_string($value) ? self::MODES[$value] ?? -1 : -1;
    }

    /**
     * A clock that returns an integer; any other value it returns is reported as the clock's mistake.
     *
     * @param mixed $clock
     */
    public static function clock($clock): ?\Closure
    {
        if ($clock === null) {
            return null;
        }
        if (!\is_callable($clock)) {
            throw self::wrongType('clock must be callable or null, ' . self::kind($clock) . ' given');
        }
        return static function () use ($clock): int {
            $now = $clock();
            if (\is_int($now)) {
                return $now;
            }
            $given = self::kind($now);
            throw self::wrongType("clock must return unix seconds as an integer, $given returned");
        };
    }

    /**
     * The payload of privileges; anything else as it is.
     *
     * @param mixed $payload
     * @return mixed
     */
    public static function payload($payload)
    {
        return $payload instanceof RoomPrivileges ? $payload->payload() : $payload;
    }

    /**
     * A list of strings. Anything else is a mistake in the program, a lone string too: it is no
     * list of characters.
     *
     * @param mixed $values
     * @param string $name the parameter
     * @return list<string>
     * @throws \TypeError
     */
    public static function strings(
        #[\SensitiveParameter]
        $values,
        string $name
    ): array {
        if (!\is_iterable($values)) {
            $given = self::kind($values);
            throw self::wrongType("$name must be a list of strings, $given given: for one, write [\$$name]");
        }
        return self::each($values);
    }

    /**
     * A list of ids, or null for what is no list.
     *
     * @param mixed $values
     * @return list<string>|null
     */
    public static function ids($values): ?array
    {
        return \is_iterable($values) ? self::each($values) : null;
    }

    private static function each(
        #[\SensitiveParameter]
        iterable $values
    ): array {
        $strings = [];
        foreach ($values as $value) {
            $strings[] = \is_string($value) ? $value : self::REFUSED;
        }
        return $strings;
    }

    /**
     * What to add to the message of an app id that is a string, as it comes from a configuration.
     *
     * @param mixed $appId
     */
    public static function hint(int $code, $appId): string
    {
        return $code === ErrorCode::APP_ID_INVALID && \is_string($appId)
            ? '; a string was given: pass an integer, (int) $appId'
            : '';
    }

    /** A TypeError whose trace holds no arguments. */
    public static function wrongType(string $message): \TypeError
    {
        return Trace::blame(new \TypeError($message));
    }

    /** @param mixed $value */
    public static function kind(
        #[\SensitiveParameter]
        $value
    ): string {
        return \is_object($value) ? \get_class($value) : \gettype($value);
    }
}
