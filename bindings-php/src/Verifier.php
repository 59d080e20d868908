<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Loader;
use Token04\Engine\Trace;

/**
 * Verifies the tokens of one app. Make one and keep it: it holds the prepared keys, never changes,
 * and can be used in the children of pcntl_fork().
 */
final class Verifier implements VerifierInterface
{
    use Engine\Sealed;

    // begin: limits
    /**
     * A verifier's default tolerance for clocks that differ, in seconds: a token is accepted until
     * its expiry plus this, and from its time of issue minus this.
     */
    public const DEFAULT_LEEWAY = 30;
    // end: limits

    /** @var \Token04\Native\Verifier|Engine\FfiVerifier|Engine\PhpVerifier */
    private $handle;

    private ?\Closure $clock;

    /** Two verifiers are equal (==) only where they are the same one. */
    private int $identity;

    /**
     * @param int $appId 1 to 4294967295
     * @param string $secret the ServerSecret, exactly 32 bytes
     * @param iterable<string> $previousSecrets those before a rotation that are still accepted
     * @param int $leeway tolerance for clocks that differ, in seconds, at least 0: a token is
     *     accepted until its expiry and this
     * @param callable|null $clock returns unix seconds, an integer
     * @throws Token04Exception 1, 5, 11, in this order; what is left out is refused like a wrong value
     * @throws \TypeError where $previousSecrets is no list, such as a lone string, or $clock is
     *     neither callable nor null
     */
    public function __construct(
        $appId = null,
        #[\SensitiveParameter]
        $secret = null,
        #[\SensitiveParameter]
        $previousSecrets = [],
        $leeway = self::DEFAULT_LEEWAY,
        $clock = null
    ) {
        try {
            $handle = Loader::get()->verifier(
                Input::integer($appId),
                Input::string($secret),
                Input::strings($previousSecrets, 'previousSecrets'),
                Input::leeway($leeway)
            );
            if (\is_int($handle)) {
                throw Token04Exception::hinting($handle, Input::hint($handle, $appId));
            }
            $this->handle = $handle;
            $this->clock = Input::clock($clock);
            $this->identity = \spl_object_id($this);
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
    }

    /**
     * From the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where it is set and not
     * empty, ZEGO_PREVIOUS_SERVER_SECRET; the message of 1 and 5 names the variable and says whether
     * it is not set, empty or invalid.
     *
     * @param int $leeway as for the constructor
     * @param callable|null $clock as for the constructor
     * @throws Token04Exception 1, 5 (each also when its variable is not set), 11, in this order
     */
    public static function fromEnv($leeway = self::DEFAULT_LEEWAY, $clock = null): self
    {
        try {
            $found = new Environment(true);
            return new self($found->appId, $found->secret, $found->previousSecrets, $leeway, $clock);
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
    }

    public function verify($token, $now = null): VerifiedToken
    {
        return self::read($this->handle->verify(Input::token($token), $this->time($now)));
    }

    public function verifyUser($token, $userId, $now = null): VerifiedToken
    {
        return self::read($this->handle->verifyUser(Input::token($token), $userId, $this->time($now)));
    }

    public function verifyLogin($token, $userId, $roomId, $now = null): VerifiedToken
    {
        $now = $this->time($now);
        return self::read($this->handle->verifyLogin(Input::token($token), $userId, $roomId, $now));
    }

    public function verifyPublish($token, $userId, $roomId, $streamId, $now = null): VerifiedToken
    {
        $now = $this->time($now);
        return self::read(
            $this->handle->verifyPublish(Input::token($token), $userId, $roomId, $streamId, $now)
        );
    }

    /**
     * @param mixed $now
     * @return mixed
     */
    private function time($now)
    {
        return $now ?? ($this->clock === null ? time() : ($this->clock)());
    }

    /** @param string|int $read an engine's JSON, or the code of an error */
    private static function read($read): VerifiedToken
    {
        if (\is_int($read)) {
            throw Token04Exception::of($read);
        }
        return new VerifiedToken(...VerifiedToken::parts(Engine\Json::read($read)));
    }
}
