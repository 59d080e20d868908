<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * The library's answers.
 *
 * @internal
 */
final class Json
{
    public static function read(string $text): \stdClass
    {
        $read = \json_decode($text);
        if (\json_last_error() === \JSON_ERROR_INVALID_PROPERTY_NAME) {
            // A payload of another maker with a key that no stdClass can hold: objects as arrays.
            $read = (object) \json_decode($text, true);
            foreach (['claims', 'privileges'] as $name) {
                $read->$name = isset($read->$name) ? (object) $read->$name : null;
            }
        }
        return $read;
    }
}
