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
final class Verifier
{
    use Engine\Sealed;

    /** Tolerance for clocks that differ, in seconds. */
    public const DEFAULT_LEEWAY = 30;

    /** @var \Token04\Native\Verifier|Engine\FfiVerifier */
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
     * @param bool $requireAuthenticated refuse CBC tokens, whose claims nothing protects
     * @param callable|null $clock returns unix seconds, an integer
     * @throws Token04Exception 1, 5, 11, in this order; what is left out is refused like a wrong value
     * @throws \TypeError where $previousSecrets is no list, such as a lone string, or another
     *     argument has a type that is not documented
     */
    public function __construct(
        $appId = null,
        #[\SensitiveParameter]
        $secret = null,
        #[\SensitiveParameter]
        $previousSecrets = [],
        $leeway = self::DEFAULT_LEEWAY,
        $requireAuthenticated = false,
        $clock = null
    ) {
        try {
            if (!\is_bool($requireAuthenticated)) {
                throw Input::wrongType('requireAuthenticated must be true or false');
            }
            $handle = Loader::get()->verifier(
                Input::integer($appId),
                Input::text($secret),
                Input::texts($previousSecrets, 'previousSecrets'),
                Input::leeway($leeway),
                $requireAuthenticated
            );
            if (\is_int($handle)) {
                throw Token04Exception::of($handle, '', Input::hint($handle, $appId));
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
     * empty, ZEGO_PREVIOUS_SERVER_SECRET; the message of 1 and 5 names the variable.
     *
     * @param int $leeway as for the constructor
     * @throws Token04Exception 1, 5 (each also when its variable is not set), 11, in this order
     */
    public static function fromEnv(
        $leeway = self::DEFAULT_LEEWAY,
        $requireAuthenticated = false,
        $clock = null
    ): self {
        try {
            return new self(
                Environment::appId(),
                Environment::secret(),
                Environment::previousSecrets(),
                $leeway,
                $requireAuthenticated,
                $clock
            );
        } catch (Token04Exception $refused) {
            throw Environment::named($refused);
        }
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
            Input::token($token),
            $expected === null ? null : $expected->user,
            $expected === null ? null : $expected->room,
            $expected === null ? null : $expected->stream,
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($answer)) {
            throw Token04Exception::of($answer);
        }
        return new VerifiedToken(...VerifiedToken::parts(Engine\Json::read($answer)));
    }
}
