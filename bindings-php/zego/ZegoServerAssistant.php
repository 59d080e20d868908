<?php

declare(strict_types=1);

namespace ZEGO;

use Token04\Engine\Input;
use Token04\Engine\Loader;
use Token04\Engine\Trace;
use Token04\EngineException;
use Token04\ErrorCode;
use Token04\RoomPrivileges;

/** The drop-in for the upstream generator: same name, argument order and result. It writes nothing. */
class ZegoServerAssistant
{
    /**
     * A CBC token. Whole numbers and strings are converted to each other as PHP converts them for
     * typed parameters without strict_types ('60' is 60); anything else of a wrong type, null and
     * what is left out have the code of their field. The parameters have no types of PHP's, because
     * its TypeErrors show all arguments, the secret too.
     *
     * @param int $appId 1 to 4294967295 (code 1)
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL (code 3)
     * @param string $secret the ServerSecret, exactly 32 bytes (code 5)
     * @param int $effectiveTimeInSeconds at least 1 (code 6)
     * @param mixed $payload UTF-8 or RoomPrivileges; another object or an array is written as JSON,
     *     null is the empty string, anything else is refused (code 7)
     */
    public static function generateToken04(
        $appId = null,
        $userId = null,
        #[\SensitiveParameter]
        $secret = null,
        $effectiveTimeInSeconds = null,
        $payload = ''
    ): ZegoAssistantToken {
        $result = new ZegoAssistantToken();
        $result->token = '';
        try {
            $engine = Loader::get();
        } catch (EngineException $none) {
            // The upstream generator throws nothing.
            $result->code = $none->getCode() ?: ErrorCode::INTERNAL;
            $result->message = $none->getMessage();
            return $result;
        }
        try {
            $token = $engine->generate(
                self::integer($appId),
                self::string($userId),
                self::string($secret),
                self::integer($effectiveTimeInSeconds),
                \is_string($payload) ? $payload : self::payload($payload),
                time()
            );
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
        if (\is_string($token)) {
            $result->code = ZegoErrorCodes::success;
            $result->message = 'success';
            $result->token = $token;
        } else {
            $result->code = $token;
            $result->message = $engine->errorMessage($token);
        }
        return $result;
    }

    /**
     * 0, which is no app id and no lifetime, for what PHP does not convert without loss.
     *
     * @param mixed $value
     */
    private static function integer($value): int
    {
        $number = \is_string($value) && \is_numeric($value) ? $value + 0 : $value;
        // Floats hold each whole number up to 2^53.
        if (\is_float($number) && \floor($number) === $number && \abs($number) <= 9007199254740992.0) {
            return (int) $number;
        }
        return Input::integer($number);
    }

    /** @param mixed $value */
    private static function string(
        #[\SensitiveParameter]
        $value
    ): string {
        $isString = \is_object($value) && \method_exists($value, '__toString');
        return \is_int($value) || \is_float($value) || $isString ? (string) $value : Input::string($value);
    }

    /** @param mixed $payload */
    private static function payload($payload): string
    {
        if ($payload === null) {
            return '';
        }
        if ($payload instanceof RoomPrivileges) {
            return $payload->payload();
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
