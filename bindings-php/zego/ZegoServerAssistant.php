<?php

declare(strict_types=1);

namespace ZEGO;

use Token04\Engine\Input;
use Token04\Engine\Loader;

/** The drop-in for the upstream generator: same name, argument order and result. It writes nothing. */
class ZegoServerAssistant
{
    /**
     * A CBC token. The parameters have upstream's types, so whatever PHP converts without
     * strict_types is converted, as it was upstream.
     *
     * @param int $appId 1 to 4294967295 (code 1)
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL (code 3)
     * @param string $secret the ServerSecret, exactly 32 bytes (code 5)
     * @param int $effectiveTimeInSeconds at least 1 (code 6)
     * @param mixed $payload UTF-8 text; an array or object is written as JSON, null is the empty
     *     text, anything else is refused (code 7)
     */
    public static function generateToken04(
        int $appId,
        string $userId,
        #[\SensitiveParameter]
        string $secret,
        int $effectiveTimeInSeconds,
        $payload = ''
    ): ZegoAssistantToken {
        if (!\is_string($payload)) {
            $payload = self::text($payload);
        }
        $engine = Loader::get();
        $token = $engine->generate(
            $appId,
            $userId,
            $secret,
            $effectiveTimeInSeconds,
            $payload,
            time()
        );
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
