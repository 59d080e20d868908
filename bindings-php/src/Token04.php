<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Json;
use Token04\Engine\Loader;
use Token04\Engine\Trace;

/** What needs no prepared key. */
final class Token04
{
    /** The version of this package. */
    public const VERSION = '0.1.0';

    private function __construct()
    {
    }

    /** Which engine is used: "ext" for the extension token04, "ffi" for ext-ffi, "php" for neither. */
    public static function engine(): string
    {
        return Loader::get()->name();
    }

    /**
     * Decrypts and reads a token of any generator, and compares nothing: for tools and logs. To let
     * people in, use Verifier. Never show remote callers whether this succeeds.
     *
     * @param string $token a plain token
     * @param string $secret exactly 32 bytes
     * @throws Token04Exception 5, 20, 23, 24, in this order
     */
    public static function decode(
        $token = null,
        #[\SensitiveParameter]
        $secret = null
    ): DecodedToken {
        try {
            $json = Loader::get()->decode(Input::token($token), Input::string($secret));
            return new DecodedToken(...DecodedToken::parts(self::read($json)));
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
    }

    /**
     * What a plain token or one of the web UI kit shows without its secret.
     *
     * @param string $token
     * @throws Token04Exception 20
     */
    public static function inspect($token): InspectedToken
    {
        return new InspectedToken(self::read(Loader::get()->inspect(Input::token($token))));
    }

    /**
     * Wraps a token for the vendor's web UI kit, which otherwise makes one in the browser, where
     * the secret would have to be.
     *
     * @param string $token a plain token of this user
     * @param string $roomId 1 to 128 bytes of UTF-8 without NUL
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL
     * @param string $userName UTF-8
     * @param int $appId 1 to 4294967295
     * @throws Token04Exception 1, 3, 8, 3 for the name, 20, in this order
     */
    public static function kitToken($token, $roomId, $userId, $userName, $appId): string
    {
        $token = Loader::get()->kitToken(
            Input::token($token),
            Input::string($roomId),
            Input::string($userId),
            Input::string($userName),
            Input::integer($appId)
        );
        if (\is_string($token)) {
            return $token;
        }
        throw Token04Exception::of($token);
    }

    /**
     * Why a token was refused, most likely cause first. A developer's tool: never send its result
     * to a remote client.
     *
     * @param string $token as it was passed on, whatever it is
     * @param string|null $secret as it is configured, of any length; null for none
     * @param ExplainInput|null $expected what it should be for; null names nothing
     * @param int|null $now unix seconds; null is the clock's
     * @param int $leeway tolerance for clocks that differ, in seconds
     * @return list<Finding>
     * @throws \TypeError for an argument of a type that is not documented
     */
    public static function explain(
        $token = null,
        #[\SensitiveParameter]
        $secret = null,
        $expected = null,
        $now = null,
        $leeway = Verifier::DEFAULT_LEEWAY
    ): array {
        try {
            self::demand(\is_string($token), 'token must be a string', $token);
            self::demand($secret === null || \is_string($secret), 'secret must be a string or null', $secret);
            $expected = $expected ?? new ExplainInput();
            $isOurs = $expected instanceof ExplainInput;
            self::demand($isOurs, 'expected must be ExplainInput or null', $expected);
            $now = $now ?? time();
            self::demand(\is_int($now), 'now must be unix seconds, an integer, or null', $now);
            self::demand(\is_int($leeway), 'leeway must be seconds, an integer', $leeway);
            $found = self::read(Loader::get()->explain(
                $token,
                $secret,
                $expected->app,
                $expected->user,
                $expected->room,
                $expected->stream,
                $expected->kind,
                $leeway,
                $now
            ));
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
        return \array_map(
            static function (\stdClass $finding): Finding {
                return new Finding($finding);
            },
            $found->findings
        );
    }

    /** @param mixed $given */
    private static function demand(
        bool $met,
        string $rule,
        #[\SensitiveParameter]
        $given
    ): void {
        if (!$met) {
            throw Input::wrongType("$rule, " . Input::kind($given) . ' given');
        }
    }

    /** @param string|int $json an engine's JSON, or the code of an error */
    private static function read($json): \stdClass
    {
        if (\is_int($json)) {
            throw Token04Exception::of($json);
        }
        return Json::read($json);
    }
}
