<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Loader;

/**
 * Verifies the tokens of one app. Make one and keep it: it holds the prepared keys, never changes,
 * and may go on in the children of pcntl_fork().
 */
final class Verifier
{
    /** Tolerance for clocks that differ, in seconds. */
    public const DEFAULT_LEEWAY = 30;

    /** @var \Token04\Native\Verifier|Engine\FfiVerifier */
    private $handle;

    private ?\Closure $clock;

    /**
     * @param int $appId 1 to 4294967295
     * @param string $secret the ServerSecret, exactly 32 bytes
     * @param iterable<string> $previousSecrets those before a rotation that are still accepted
     * @param int $leeway tolerance for clocks that differ, in seconds, at least 0
     * @param bool $requireAuthenticated refuse CBC tokens, whose claims nothing protects
     * @param callable|null $clock answers unix seconds, an integer
     * @throws Token04Exception 1, 5, 11, in this order
     */
    public function __construct(
        $appId,
        #[\SensitiveParameter]
        $secret,
        #[\SensitiveParameter]
        $previousSecrets = [],
        $leeway = self::DEFAULT_LEEWAY,
        bool $requireAuthenticated = false,
        ?callable $clock = null
    ) {
        $handle = Loader::get()->verifier(
            Input::integer($appId),
            Input::text($secret),
            Input::texts($previousSecrets),
            \is_int($leeway) ? $leeway : -1,
            $requireAuthenticated
        );
        if (\is_int($handle)) {
            throw Token04Exception::of($handle);
        }
        $this->handle = $handle;
        $this->clock = $clock === null ? null : \Closure::fromCallable($clock);
    }

    private function __clone()
    {
    }

    /**
     * From the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where it is set,
     * ZEGO_PREVIOUS_SERVER_SECRET.
     *
     * @param int $leeway as for the constructor
     * @throws Token04Exception 1, 5 (each also when its variable is not set), 11, in this order
     */
    public static function fromEnv(
        $leeway = self::DEFAULT_LEEWAY,
        bool $requireAuthenticated = false,
        ?callable $clock = null
    ): self {
        return new self(
            Environment::appId(),
            Environment::secret(),
            Environment::previousSecrets(),
            $leeway,
            $requireAuthenticated,
            $clock
        );
    }

    /**
     * Accepts a token, or says why not.
     *
     * @param string $token a plain token
     * @param Expectations|null $expected what it must be for; null names nothing
     * @param int|null $now unix seconds; null is the clock's
     * @throws Token04Exception the first of 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36
     */
    public function verify($token, ?Expectations $expected = null, ?int $now = null): VerifiedToken
    {
        $answer = $this->handle->verify(
            \is_string($token) ? $token : '',
            $expected === null ? null : $expected->user,
            $expected === null ? null : $expected->room,
            $expected === null ? null : $expected->stream,
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($answer)) {
            throw Token04Exception::of($answer);
        }
        return new VerifiedToken(Engine\Json::read($answer));
    }

    /** Shows no secret, and nothing that could hold one. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @throws \LogicException always: it would lay a secret open */
    public function __serialize(): array
    {
        throw new \LogicException('Token04\Verifier holds a secret and is not serialized');
    }

    /** @throws \LogicException always */
    public function __unserialize(array $data): void
    {
        throw new \LogicException('Token04\Verifier is not unserialized');
    }
}
