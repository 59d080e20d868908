<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\Native;

/**
 * The extension token04.
 *
 * @internal
 */
final class ExtEngine implements Engine
{
    public function name(): string
    {
        return 'ext';
    }

    /** Of the extension that is loaded; those of before this function was there had 0. */
    public static function abiVersion(): int
    {
        $function = 'Token04\Native\abi_version';
        return \function_exists($function) ? $function() : 0;
    }

    public function generator(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ) {
        return Native\Generator::create($appId, $secret, $mode);
    }

    public function verifier(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        #[\SensitiveParameter]
        array $previousSecrets,
        int $leeway
    ) {
        return Native\Verifier::create($appId, $secret, $previousSecrets, $leeway);
    }

    public function environment(
        ?string $appId,
        #[\SensitiveParameter]
        ?string $secret,
        #[\SensitiveParameter]
        ?string $previousSecret
    ): array {
        return Native\environment($appId, $secret, $previousSecret);
    }

    public function environmentMessage(int $variable, int $fault): string
    {
        return Native\environment_message($variable, $fault);
    }

    public function generate(
        int $appId,
        string $userId,
        #[\SensitiveParameter]
        string $secret,
        int $ttl,
        string $payload,
        int $now
    ) {
        return Native\generate($appId, $userId, $secret, $ttl, $payload, $now);
    }

    public function privilegesPayload(
        string $roomId,
        bool $login,
        bool $publish,
        bool $anyStream,
        ?array $streamIds
    ) {
        return Native\privileges_payload($roomId, $login, $publish, $anyStream, $streamIds);
    }

    public function kitToken(
        string $token,
        string $roomId,
        string $userId,
        string $userName,
        int $appId
    ) {
        return Native\kit_token($token, $roomId, $userId, $userName, $appId);
    }

    public function decode(
        string $token,
        #[\SensitiveParameter]
        string $secret
    ) {
        return Native\decode($token, $secret);
    }

    public function inspect(string $token)
    {
        return Native\inspect($token);
    }

    public function explain(
        string $token,
        #[\SensitiveParameter]
        ?string $secret,
        int $appId,
        ?string $userId,
        ?string $roomId,
        ?string $streamId,
        int $kind,
        int $leeway,
        int $now
    ) {
        return Native\explain(
            $token,
            $secret,
            $appId,
            $userId,
            $roomId,
            $streamId,
            $kind,
            $leeway,
            $now
        );
    }

    public function errorName(int $code): string
    {
        return Native\error_name($code);
    }

    public function errorMessage(int $code): string
    {
        return Native\error_message($code);
    }
}
