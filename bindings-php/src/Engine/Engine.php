<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * What an engine does. An integer in place of a string, list or object is the code of an error.
 *
 * @internal
 */
interface Engine
{
    public function name(): string;

    /** @return \Token04\Native\Generator|FfiGenerator|PhpGenerator|int */
    public function generator(int $appId, string $secret, int $mode);

    /** @return \Token04\Native\Verifier|FfiVerifier|PhpVerifier|int */
    public function verifier(int $appId, string $secret, array $previousSecrets, int $leeway);

    /**
     * Judges the values of three environment variables; null is not set.
     *
     * @return array{int, int, int, int} status, app id, which variable, what is wrong with it
     */
    public function environment(?string $appId, ?string $secret, ?string $previousSecret): array;

    /** The message for a variable and what is wrong with it. */
    public function environmentMessage(int $variable, int $fault): string;

    /** @return string|int */
    public function generate(
        int $appId,
        string $userId,
        string $secret,
        int $ttl,
        string $payload,
        int $now
    );

    /** @return string|int */
    public function privilegesPayload(
        string $roomId,
        bool $login,
        bool $publish,
        bool $anyStream,
        ?array $streamIds
    );

    /** @return string|int */
    public function kitToken(
        string $token,
        string $roomId,
        string $userId,
        string $userName,
        int $appId
    );

    /** @return string|int JSON */
    public function decode(string $token, string $secret);

    /** @return string|int JSON */
    public function inspect(string $token);

    /** @return string|int JSON */
    public function explain(
        string $token,
        ?string $secret,
        int $appId,
        ?string $userId,
        ?string $roomId,
        ?string $streamId,
        int $kind,
        int $leeway,
        int $now
    );

    public function errorName(int $code): string;

    public function errorMessage(int $code): string;
}
