<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Prepared keys behind ext-ffi; the same methods as Token04\Native\Verifier.
 *
 * @internal
 */
final class FfiVerifier
{
    use Sealed {
        __clone as private; // A copy would free the same memory again.
    }

    private \FFI $ffi;

    /** @var \FFI\CData */
    private $handle;

    private FfiOutput $output;

    public function __construct(FfiOutput $output, \FFI\CData $handle)
    {
        $this->ffi = $output->ffi;
        $this->output = $output;
        $this->handle = $handle;
    }

    public function __destruct()
    {
        $this->ffi->token04_verifier_free($this->handle);
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
