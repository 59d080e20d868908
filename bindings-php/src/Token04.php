<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Json;
use Token04\Engine\Loader;

/** What needs no prepared key. */
final class Token04
{
    /** The version of this package. */
    public const VERSION = '0.1.0';

    private function __construct()
    {
    }

    /** Which engine answers: "ext" for the extension token04, "ffi" for ext-ffi. */
    public static function engine(): string
    {
        return Loader::get()->name();
    }

    /**
     * Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people
     * in, which is what Verifier::verify() is for.
     *
     * @param string $token a plain token
     * @param string $secret exactly 32 bytes
     * @throws Token04Exception 5, 20, 23, 24, in this order
     */
    public static function decode(
        $token,
        #[\SensitiveParameter]
        $secret
    ): DecodedToken {
        $token = \is_string($token) ? $token : '';
        return new DecodedToken(self::read(Loader::get()->decode($token, Input::text($secret))));
    }

    /**
     * Tells what a plain token or one of the web UI kit shows without its secret.
     *
     * @param string $token
     * @throws Token04Exception 20
     */
    public static function inspect($token): InspectedToken
    {
        $token = \is_string($token) ? $token : '';
        return new InspectedToken(self::read(Loader::get()->inspect($token)));
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
        $answer = Loader::get()->kitToken(
            \is_string($token) ? $token : '',
            Input::text($roomId),
            Input::text($userId),
            Input::text($userName),
            Input::integer($appId)
        );
        if (\is_string($answer)) {
            return $answer;
        }
        throw Token04Exception::of($answer);
    }

    /**
     * Tells why a token was refused, most likely cause first. A developer's tool: never send its
     * answer to a remote client.
     *
     * @param string $token as it was passed on, whatever it is
     * @param string|null $secret as it is configured, of any length; null for none
     * @param ExplainExpectations|null $expected what it should be for; null names nothing
     * @param int|null $now unix seconds; null is the clock's
     * @param int $leeway tolerance for clocks that differ, in seconds
     * @return list<Finding>
     */
    public static function explain(
        string $token,
        #[\SensitiveParameter]
        ?string $secret = null,
        ?ExplainExpectations $expected = null,
        ?int $now = null,
        int $leeway = Verifier::DEFAULT_LEEWAY
    ): array {
        $expected = $expected ?? new ExplainExpectations();
        $found = self::read(Loader::get()->explain(
            $token,
            $secret,
            $expected->app,
            $expected->user,
            $expected->room,
            $expected->stream,
            $expected->kind,
            $leeway,
            $now ?? time()
        ));
        return \array_map(
            static function (\stdClass $finding): Finding {
                return new Finding($finding);
            },
            $found->findings
        );
    }

    /** @param string|int $answer an engine's JSON, or the code of an error */
    private static function read($answer): \stdClass
    {
        if (\is_int($answer)) {
            throw Token04Exception::of($answer);
        }
        return Json::read($answer);
    }
}
