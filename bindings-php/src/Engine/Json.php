<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\ErrorCode;
use Token04\Token04Exception;

/**
 * Reads the library's JSON.
 *
 * @internal
 */
final class Json
{
    /** As deep as PHP's parser goes, which is some thousand levels and not a setting. */
    private const DEPTH = 0x7fffffff;

    public static function read(string $json): \stdClass
    {
        $read = self::parse($json) ?? self::parse(self::withPayloadAsText($json));
        if ($read === null) {
            throw Token04Exception::of(ErrorCode::INTERNAL);
        }
        return $read;
    }

    private static function parse(string $json): ?\stdClass
    {
        $read = \json_decode($json, false, self::DEPTH);
        if (\json_last_error() === \JSON_ERROR_INVALID_PROPERTY_NAME) {
            // A payload of another generator with a key that no stdClass can hold: objects as arrays.
            $read = \json_decode($json, true, self::DEPTH);
            if (!\is_array($read)) {
                return null;
            }
            foreach (['claims', 'privileges'] as $name) {
                $read[$name] = isset($read[$name]) ? (object) $read[$name] : null;
            }
            return (object) $read;
        }
        return $read instanceof \stdClass ? $read : null;
    }

    /**
     * A payload of another generator that is nested too deeply for PHP becomes a string: its JSON.
     * No other part of the library's JSON is nested, and within its strings quotes are escaped.
     */
    private static function withPayloadAsText(string $json): string
    {
        $key = '"payload":';
        $begin = (int) \strpos($json, $key) + \strlen($key);
        $length = (int) \strrpos($json, '},"envelope_expire":') - $begin;
        $text = \json_encode(\substr($json, $begin, $length), \JSON_UNESCAPED_UNICODE | \JSON_UNESCAPED_SLASHES);
        return \substr_replace($json, (string) $text, $begin, $length);
    }
}
