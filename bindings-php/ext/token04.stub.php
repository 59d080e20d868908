<?php

/**
 * What the extension offers to the package token04/token04, which everybody else calls.
 *
 * An answer that is an integer where a text, list or object is due is the code of an error.
 * Moments are unix seconds.
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

    /** Errors, the first that applies: 3, 6, 7; 94. */
    public function generate($userId, $ttl, $payload, int $now): string|int
    {
    }

    /** Errors, the first that applies: 3, 6, 8, 9, 7; 94. */
    public function preparedToken($userId, $ttl, Privileges $privileges, int $now): string|int
    {
    }

    /** Errors, the first that applies: 3, 6, 8, 9, 7; 94. */
    public function privilegeToken(
        $userId,
        $ttl,
        int $shape,
        string $roomId,
        ?array $streamIds,
        int $now
    ): string|int {
    }

    /** The token and when it was issued, expires and is to be renewed. Errors as generate(). */
    public function issue($userId, $ttl, $payload, int $now): array|int
    {
    }

    /** For each user id a token or the code of its error. Errors of the whole: 6, 94. */
    public function batch(array $userIds, $ttl, $payload, int $now): array|int
    {
    }
}

/** What a user may do in one room, prepared for many tokens; judged where one is made. */
final class Privileges
{
    private function __construct()
    {
    }

    /** null streams are any. Error: 7 for an unknown shape. */
    public static function create(int $shape, string $roomId, ?array $streamIds): Privileges|int
    {
    }
}

/** Prepared keys that verify tokens. */
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
        int $leeway,
        bool $requireAuthenticated
    ): Verifier|int {
    }

    /** What the token says, as JSON. null is not named. Errors: 20, 38, 23, 24, 30 to 37. */
    public function verify(
        string $token,
        ?string $userId,
        ?string $roomId,
        ?string $streamId,
        int $now
    ): string|int {
    }
}

/** One CBC token. Errors, the first that applies: 1, 3, 5, 6, 7; 94. */
function generate(
    int $appId,
    string $userId,
    string $secret,
    int $ttl,
    string $payload,
    int $now
): string|int {
}

/** The payload of a privilege token; null streams are any. Errors, the first that applies: 8, 9. */
function privilege_payload(int $shape, string $roomId, ?array $streamIds): string|int
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

/** An app id of decimal digits; 0 for anything else. */
function app_id_from_text(string $text): int
{
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
