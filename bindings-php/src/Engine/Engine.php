<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * What an engine answers. An integer where a text, list or object is expected is
 * the code of an error.
 *
 * @internal
 */
interface Engine
{
    public function name(): string;

    /** @return \Token04\Native\Generator|FfiGenerator|int */
    public function generator(int $appId, string $secret, int $mode);

    /** @return \Token04\Native\Privileges|FfiPrivileges|int */
    public function privileges(int $shape, string $roomId, ?array $streamIds);

    /** @return \Token04\Native\Verifier|FfiVerifier|int */
    public function verifier(
        int $appId,
        string $secret,
        array $previousSecrets,
        int $leeway,
        bool $requireAuthenticated
    );

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
    public function privilegePayload(int $shape, string $roomId, ?array $streamIds);

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

    /** 0 for what is no app id. */
    public function appIdFromText(string $text): int;

    public function errorName(int $code): string;

    public function errorMessage(int $code): string;
}
