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
        int $leeway
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
            \FFI::addr($this->handle)
        );
    }

    /**
     * @param mixed $now
     * @return string|int
     */
    public function verify(string $token, $now)
    {
        return $this->run($this->ffi->token04_verifier_verify_json, $token, [], $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $now
     * @return string|int
     */
    public function verifyUser(string $token, $userId, $now)
    {
        return $this->run($this->ffi->token04_verifier_verify_user_json, $token, [$userId], $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $roomId
     * @param mixed $now
     * @return string|int
     */
    public function verifyLogin(string $token, $userId, $roomId, $now)
    {
        return $this->run($this->ffi->token04_verifier_verify_login_json, $token, [$userId, $roomId], $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $roomId
     * @param mixed $streamId
     * @param mixed $now
     * @return string|int
     */
    public function verifyPublish(string $token, $userId, $roomId, $streamId, $now)
    {
        $ids = [$userId, $roomId, $streamId];
        return $this->run($this->ffi->token04_verifier_verify_publish_json, $token, $ids, $now);
    }

    /**
     * @param mixed $now
     * @return string|int
     */
    private function run(\FFI\CData $function, string $token, array $ids, $now)
    {
        $arguments = [$this->handle, $token, \strlen($token)];
        foreach ($ids as $id) {
            $id = Input::string($id);
            \array_push($arguments, $id, \strlen($id));
        }
        $arguments[] = Input::now($now);
        return $this->output->written($function, $arguments);
    }
}
