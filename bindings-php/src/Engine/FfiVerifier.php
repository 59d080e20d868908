<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Prepared keys behind ext-ffi; the same methods as Token04\Native\Verifier.
 *
 * @internal
 */
final class FfiVerifier extends FfiHandle
{
    protected const TYPE = 'token04_verifier';

    /** Prepares the keys; returns the status. */
    public function open(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        #[\SensitiveParameter]
        array $previousSecrets,
        int $leeway,
        bool $requireAuthenticated
    ): int {
        $count = \count($previousSecrets);
        [$bytes, $lengths] = $this->output->packed($previousSecrets, $this->ffi->TOKEN04_SECRET_BYTES);
        return $this->ffi->token04_verifier_new(
            $appId,
            $secret,
            \strlen($secret),
            $bytes,
            $count === 0 ? null : $lengths,
            $count,
            $leeway,
            $requireAuthenticated ? 1 : 0,
            \FFI::addr($this->handle)
        );
    }

    /** @return string|int */
    public function verify(
        string $token,
        ?string $userId,
        ?string $roomId,
        ?string $streamId,
        int $now
    ) {
        $output = $this->output;
        do {
            $status = $this->ffi->token04_verifier_verify_json(
                $this->handle,
                $token,
                \strlen($token),
                $userId,
                $userId === null ? 0 : \strlen($userId),
                $roomId,
                $roomId === null ? 0 : \strlen($roomId),
                $streamId,
                $streamId === null ? 0 : \strlen($streamId),
                FfiEngine::moment($now),
                $output->buffer,
                $output->capacity,
                $output->lengthAddress
            );
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $output->answer($status);
    }
}
