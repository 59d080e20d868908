<?php

declare(strict_types=1);

namespace ZEGO;

use Token04\Engine\Input;
use Token04\Engine\Loader;
use Token04\Engine\Trace;

/** The drop-in for the upstream generator: same name, argument order and result. It writes nothing. */
class ZegoServerAssistant
{
    /**
     * A CBC token. Numbers and strings are converted as PHP converts upstream's parameters without
     * strict_types ('60' is 60), with strict_types too: PHP would have to judge them by types of
     * its own, and its TypeErrors show all arguments, the secret too.
     *
     * @param int $appId 1 to 4294967295 (code 1)
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL (code 3)
     * @param string $secret the ServerSecret, exactly 32 bytes (code 5)
     * @param int $effectiveTimeInSeconds at least 1 (code 6)
     * @param mixed $payload UTF-8; an array or object is written as JSON, null is the empty string,
     *     anything else is refused (code 7)
     * @throws \TypeError for what PHP does not convert, booleans too, and what is left out
     */
    public static function generateToken04(
        $appId = null,
        $userId = null,
        #[\SensitiveParameter]
        $secret = null,
        $effectiveTimeInSeconds = null,
        $payload = ''
    ): ZegoAssistantToken {
        try {
            $appId = self::integer($appId, '#1 ($appId)');
            $userId = self::string($userId, '#2 ($userId)');
            $secret = self::string($secret, '#3 ($secret)');
            $ttl = self::integer($effectiveTimeInSeconds, '#4 ($effectiveTimeInSeconds)');
            if (!\is_string($payload)) {
                $payload = self::text($payload);
            }
            $engine = Loader::get();
            $token = $engine->generate($appId, $userId, $secret, $ttl, $payload, time());
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
        $answer = new ZegoAssistantToken();
        if (\is_string($token)) {
            $answer->code = ZegoErrorCodes::success;
            $answer->message = 'success';
            $answer->token = $token;
        } else {
            $answer->code = $token;
            $answer->message = $engine->errorMessage($token);
            $answer->token = '';
        }
        return $answer;
    }

    /**
     * As PHP 8 converts to int without strict_types, where that loses nothing.
     *
     * @param mixed $value
     */
    private static function integer($value, string $which): int
    {
        $number = \is_string($value) && \is_numeric($value) ? $value + 0 : $value;
        if (\is_int($number)) {
            return $number;
        }
        // Floats hold each whole number up to 2^53.
        if (\is_float($number) && \floor($number) === $number && \abs($number) <= 9007199254740992.0) {
            return (int) $number;
        }
        throw self::wrongType($which, 'int', $value);
    }

    /**
     * As PHP converts to string without strict_types.
     *
     * @param mixed $value
     */
    private static function string(
        #[\SensitiveParameter]
        $value,
        string $which
    ): string {
        $isText = \is_object($value) && \method_exists($value, '__toString');
        if (\is_string($value) || \is_int($value) || \is_float($value) || $isText) {
            return (string) $value;
        }
        throw self::wrongType($which, 'string', $value);
    }

    /** @param mixed $value */
    private static function wrongType(
        string $which,
        string $type,
        #[\SensitiveParameter]
        $value
    ): \TypeError {
        $given = Input::kind($value);
        $function = 'ZEGO\ZegoServerAssistant::generateToken04()';
        return Input::wrongType("$function: Argument $which must be of type $type, $given given");
    }

    /** @param mixed $payload */
    private static function text($payload): string
    {
        if ($payload === null) {
            return '';
        }
        if (!\is_array($payload) && !\is_object($payload)) {
            return Input::REFUSED;
        }
        $options = \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_UNICODE | \JSON_PRESERVE_ZERO_FRACTION
            | \JSON_UNESCAPED_LINE_TERMINATORS;
        try {
            $json = \json_encode($payload, $options);
        } catch (\Throwable $refused) {
            return Input::REFUSED;
        }
        return \is_string($json) ? $json : Input::REFUSED;
    }
}
