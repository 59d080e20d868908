<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Prepared keys in the core as PHP; the same methods as Token04\Native\Verifier.
 *
 * @internal
 */
final class PhpVerifier extends PhpHandle
{
    protected const MAKE = 'verifier_new';
    protected const FREE = 'verifier_free';

    /**
     * @param mixed $now
     * @return string|int
     */
    public function verify(string $token, $now)
    {
        return $this->run('verifier_verify_json', [$token], $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $now
     * @return string|int
     */
    public function verifyUser(string $token, $userId, $now)
    {
        return $this->run('verifier_verify_user_json', [$token, $userId], $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $roomId
     * @param mixed $now
     * @return string|int
     */
    public function verifyLogin(string $token, $userId, $roomId, $now)
    {
        return $this->run('verifier_verify_login_json', [$token, $userId, $roomId], $now);
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
        return $this->run('verifier_verify_publish_json', [$token, $userId, $roomId, $streamId], $now);
    }

    /**
     * @param mixed $now
     * @return string|int
     */
    private function run(string $function, array $strings, $now)
    {
        $engine = $this->engine();
        $instance = $engine->take();
        try {
            $verifier = $this->in($instance);
            $given = [...\array_map([Input::class, 'string'], $strings), Input::now($now)];
            $result = $instance->written($function, [$verifier, ...$instance->flat($given)]);
        } catch (\Throwable $thrown) {
            return PhpEngine::discard($instance, $thrown);
        }
        $engine->give($instance);
        return $result;
    }
}
