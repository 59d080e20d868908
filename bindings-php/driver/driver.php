<?php

/*
 * The conformance driver of PHP: driver.php LANGUAGE ENGINE. One JSON request a line, one reply a
 * line. No checks.
 *
 * It has no dynamic types for the drop-in, which converts numbers and strings to each other as PHP
 * converts them for typed parameters.
 */

declare(strict_types=1);

namespace ZEGO {
    /** The drop-in's clock, as a test of its users would freeze it. */
    function time(): int
    {
        return \Driver\Clock::$now ?? \time();
    }
}

namespace Driver {
    use Token04\DecodedToken;
    use Token04\ExplainInput;
    use Token04\Finding;
    use Token04\Generator;
    use Token04\RoomPrivileges;
    use Token04\Token04;
    use Token04\Token04Exception;
    use Token04\VerifiedToken;
    use Token04\Verifier;
    use ZEGO\ZegoServerAssistant;

    const OPS = 'version generate identity_token privilege_token issue generate_batch'
        . ' generate_token04 kit_token decode verify verify_user verify_login verify_publish inspect explain';
    const CAN = 'bytes dynamic_types null_text whole_floats wide_app_id wide_ttl huge_duration'
        . ' wide_now negative_leeway mode_text fractional_duration frozen_clock dropin_bytes'
        . ' dropin_wide_app_id dropin_wide_ttl dropin_null_text dropin_object_payload'
        . ' dropin_optional_payload';

    final class Clock
    {
        public static ?int $now = null;
    }

    /** A field as PHP's own value. */
    function value($given)
    {
        if (\is_array($given)) {
            return \array_map('Driver\value', $given);
        }
        if (!$given instanceof \stdClass) {
            return $given;
        }
        foreach ((array) $given as $kind => $inner) {
            switch ($kind) {
                case '$int':
                    return (int) $inner;
                case '$float':
                    $special = ['nan' => \NAN, 'inf' => \INF, '-inf' => -\INF];
                    return $special[$inner] ?? (float) $inner;
                case '$hex':
                    return \hex2bin($inner);
                case '$json':
                    return \json_decode($inner);
            }
        }
        return $given;
    }

    function error(Token04Exception $refused): array
    {
        return ['error' => [
            'code' => $refused->getCode(),
            'name' => $refused->name(),
            'message' => $refused->getMessage(),
        ]];
    }

    function decoded(DecodedToken $token): array
    {
        $held = $token->privileges;
        $fields = [
            'mode' => $token->mode,
            'authenticated' => $token->authenticated,
            'claims' => [
                'app_id' => $token->claims->appId,
                'user_id' => $token->claims->userId,
                'nonce' => $token->claims->nonce,
                'ctime' => $token->claims->ctime,
                'expire' => $token->claims->expire,
                'payload' => $token->claims->payload,
            ],
            'envelope_expire' => $token->envelopeExpire,
            'privileges' => $held === null ? null : [
                'room_id' => $held->roomId,
                'login' => $held->login,
                'publish' => $held->publish,
                'stream_ids' => $held->streamIds,
            ],
            'payload_is_text' => $token->payloadIsText,
        ];
        return $token instanceof VerifiedToken
            ? $fields + ['secret_index' => $token->secretIndex]
            : $fields;
    }

    function privileges(array $given): RoomPrivileges
    {
        $room = $given['room_id'];
        $streams = $given['stream_ids'] ?? null;
        switch ($given['shape']) {
            case 'login_only':
                return RoomPrivileges::loginOnly($room);
            case 'publish_only':
                return RoomPrivileges::publishOnly($room, $streams);
            case 'login_and_publish':
                return RoomPrivileges::loginAndPublish($room, $streams);
            case 'login_and_publish_any':
                return RoomPrivileges::loginAndPublishAny($room);
        }
        return RoomPrivileges::fromFlags($room, $given['login'] ?? null, $given['publish'] ?? null, $streams);
    }

    /** The ops of a generator. */
    function mint(string $op, array $given): array
    {
        $mode = \array_key_exists('mode', $given) ? [$given['mode']] : [];
        $generator = new Generator($given['app_id'], $given['secret'], ...$mode);
        $now = $given['now'] ?? null;
        $ttl = $given['ttl'];
        $payload = \array_key_exists('privileges', $given)
            ? privileges(\array_map('Driver\value', (array) $given['privileges']))
            : $given['payload'] ?? null;
        switch ($op) {
            case 'generate_batch':
                $made = $generator->generateBatch($given['user_ids'], $ttl, $payload, $now);
                $row = static function ($token): array {
                    return \is_string($token) ? ['token' => $token] : error($token);
                };
                return ['results' => \array_map($row, $made)];
            case 'identity_token':
                return ['token' => $generator->identityToken($given['user_id'], $ttl, $now)];
            case 'privilege_token':
                return ['token' => $generator->privilegeToken($given['user_id'], $ttl, privileges($given), $now)];
            case 'issue':
                return $generator->issue($given['user_id'], $ttl, $payload, $now)->jsonSerialize();
        }
        return ['token' => $generator->generate($given['user_id'], $ttl, $payload, $now)];
    }

    function dropIn(array $given): array
    {
        Clock::$now = $given['now'] ?? null;
        $payload = \array_key_exists('payload', $given) ? [$given['payload']] : [];
        $made = ZegoServerAssistant::generateToken04(
            $given['app_id'],
            $given['user_id'],
            $given['secret'],
            $given['ttl'],
            ...$payload
        );
        return $made->code === 0
            ? ['token' => $made->token]
            : ['error' => ['code' => $made->code, 'message' => $made->message]];
    }

    function expectations(array $given): ExplainInput
    {
        $expected = new ExplainInput();
        $setters = [
            'user_id' => 'userId',
            'room_id' => 'roomId',
            'stream_id' => 'streamId',
            'app_id' => 'appId',
            'kit' => 'kit',
        ];
        foreach ($setters as $name => $setter) {
            if (\array_key_exists("expect_$name", $given)) {
                $expected->$setter($given["expect_$name"]);
            }
        }
        return $expected;
    }

    function verified(string $op, array $given): array
    {
        $verifier = new Verifier(
            $given['app_id'],
            $given['secret'],
            \array_key_exists('previous_secrets', $given) ? $given['previous_secrets'] : [],
            \array_key_exists('leeway', $given) ? $given['leeway'] : Verifier::DEFAULT_LEEWAY
        );
        $token = $given['token'];
        $user = $given['user_id'] ?? null;
        $room = $given['room_id'] ?? null;
        $now = $given['now'] ?? null;
        switch ($op) {
            case 'verify_user':
                return decoded($verifier->verifyUser($token, $user, $now));
            case 'verify_login':
                return decoded($verifier->verifyLogin($token, $user, $room, $now));
            case 'verify_publish':
                return decoded($verifier->verifyPublish($token, $user, $room, $given['stream_id'] ?? null, $now));
        }
        return decoded($verifier->verify($token, $now));
    }

    function inspected(array $given): array
    {
        $shown = Token04::inspect($given['token']);
        return [
            'version' => $shown->version,
            'mode' => $shown->mode,
            'expire' => $shown->expire,
            'iv_length' => $shown->ivLength,
            'ciphertext_length' => $shown->ciphertextLength,
            'kit' => $shown->kit === null ? null : [
                'user_id' => $shown->kit->userId,
                'room_id' => $shown->kit->roomId,
                'user_name' => $shown->kit->userName,
                'app_id' => $shown->kit->appId,
            ],
        ];
    }

    function explained(array $given): array
    {
        $found = Token04::explain(
            $given['token'],
            $given['secret'] ?? null,
            expectations($given),
            $given['now'] ?? null,
            $given['leeway'] ?? Verifier::DEFAULT_LEEWAY
        );
        $row = static function (Finding $finding): array {
            return [
                'id' => $finding->id,
                'severity' => $finding->severity,
                'message' => $finding->message,
                'advice' => $finding->advice,
                'sdk_codes' => $finding->sdkCodes,
            ];
        };
        return ['findings' => \array_map($row, $found)];
    }

    function reply(string $language, array $given): array
    {
        switch ($given['op']) {
            case 'version':
                return [
                    'language' => $language,
                    'version' => Token04::VERSION,
                    'ops' => \explode(' ', OPS),
                    'can' => \explode(' ', CAN),
                ];
            case 'generate_token04':
                return dropIn($given);
            case 'kit_token':
                return ['token' => Token04::kitToken(
                    $given['token'],
                    $given['room_id'],
                    $given['user_id'],
                    $given['user_name'],
                    $given['app_id']
                )];
            case 'decode':
                return decoded(Token04::decode($given['token'], $given['secret']));
            case 'inspect':
                return inspected($given);
            case 'verify':
            case 'verify_user':
            case 'verify_login':
            case 'verify_publish':
                return verified($given['op'], $given);
            case 'explain':
                return explained($given);
        }
        return mint($given['op'], $given);
    }

    /** Replies until stdin ends. */
    function serve(string $language): void
    {
        while (($line = \fgets(\STDIN)) !== false) {
            $given = \array_map('Driver\value', (array) \json_decode($line));
            try {
                $reply = reply($language, $given);
            } catch (Token04Exception $refused) {
                $reply = error($refused);
            }
            $options = \JSON_PRESERVE_ZERO_FRACTION | \JSON_THROW_ON_ERROR;
            \fwrite(\STDOUT, \json_encode($reply, $options) . "\n");
        }
    }

    [, $language, $engine] = $argv;
    \error_reporting(\E_ALL);
    \ini_set('display_errors', 'stderr');
    \set_error_handler(static function (int $level, string $message): bool {
        if ((\error_reporting() & $level) === 0) {
            return false;
        }
        throw new \ErrorException($message, 0, $level);
    });
    \putenv("TOKEN04_ENGINE=$engine");

    // Tests use the installed package, never the source tree.
    $home = \getenv('TOKEN04_PHP_DRIVER') ?: \dirname(__DIR__, 2) . '/target/php/driver';
    require $home . '/vendor/autoload.php';
    $file = (string) (new \ReflectionClass(Token04::class))->getFileName();
    if (\strpos($file, \realpath($home) . '/vendor/') !== 0 || Token04::engine() !== $engine) {
        throw new \LogicException("not what is installed: $file, " . Token04::engine());
    }
    serve($language);
}
