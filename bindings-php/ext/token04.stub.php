<?php

/**
 * What the extension offers to the package token04/token04, which is the API for users.
 *
 * An integer in place of a string, list or object is the code of an error. Times are unix seconds.
 *
 * @generate-class-entries
 */

namespace Token04\Native;

/**
 * A prepared key that makes tokens. Parameters without a type take anything: what is not of its
 * type is refused with the code of its field.
 */
final class Generator
{
    private function __construct()
    {
    }

    /** Errors, the first that applies: 1, 5, 10. */
    public static function create(int $appId, string $secret, int $mode): Generator|int
    {
    }

    /** Errors, the first that applies: 3, 13, 6, 7; 94. */
    public function generate($userId, $ttl, $payload, $now): string|int
    {
    }

    /** The token and when it was issued, expires and is to be renewed. Errors as generate(). */
    public function issue($userId, $ttl, $payload, $now): array|int
    {
    }

    /** For each user id a token or the code of its error. Errors of the whole: 13, 6, 94. */
    public function batch(array $userIds, $ttl, $payload, $now): array|int
    {
    }
}

/**
 * Prepared keys that verify tokens. A parameter without a type takes anything; what is no string
 * never matches.
 */
final class Verifier
{
    private function __construct()
    {
    }

    /** Errors, the first that applies: 1, 5, 11. */
    public static function create(
        int $appId,
        string $secret,
        array $previousSecrets,
        int $leeway
    ): Verifier|int {
    }

    /** What the token says, as JSON. Errors: 13, 20, 38, 24, 34, 30, 32, 33. */
    public function verify(string $token, $now): string|int
    {
    }

    /** Errors: as verify(), then 31. */
    public function verifyUser(string $token, $userId, $now): string|int
    {
    }

    /** Errors: as verify(), then 31, 37, 35. */
    public function verifyLogin(string $token, $userId, $roomId, $now): string|int
    {
    }

    /** Errors: as verify(), then 31, 37, 35, 36. */
    public function verifyPublish(string $token, $userId, $roomId, $streamId, $now): string|int
    {
    }
}

/** One CBC token. Errors, the first that applies: 1, 3, 5, 13, 6, 7; 94. */
function generate(
    int $appId,
    string $userId,
    string $secret,
    int $ttl,
    string $payload,
    int $now
): string|int {
}

/** The payload of a privilege token; null streams are none. Errors, the first that applies: 12, 8, 9. */
function privileges_payload(
    string $roomId,
    bool $login,
    bool $publish,
    bool $anyStream,
    ?array $streamIds
): string|int {
}

/** The values of three variables, null where one is not set: status, app id, variable, fault. */
function environment(?string $appId, ?string $secret, ?string $previousSecret): array
{
}

function environment_message(int $variable, int $fault): string
{
}

/** Errors, the first that applies: 1, 3, 8, 20. */
function kit_token(
    string $token,
    string $roomId,
    string $userId,
    string $userName,
    int $appId
): string|int {
}

/** What a token says, as JSON. Errors, the first that applies: 5, 20, 23, 24. */
function decode(string $token, string $secret): string|int
{
}

/** What a token shows without its secret, as JSON. Error: 20. */
function inspect(string $token): string|int
{
}

/** Findings, as JSON. PHP_INT_MIN as the app id and -1 as the kind are not named. */
function explain(
    string $token,
    ?string $secret,
    int $appId,
    ?string $userId,
    ?string $roomId,
    ?string $streamId,
    int $kind,
    int $leeway,
    int $now
): string|int {
}

function error_name(int $status): string
{
}

function error_message(int $status): string
{
}

/** What the package and the extension must agree on; it changes with each signature in this file. */
function abi_version(): int
{
}

/** The version of the library inside. */
function version(): string
{
}
