<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Loader;
use Token04\Engine\Trace;

/**
 * Mints tokens for one app with one secret. Make one and keep it: it holds the prepared key, never
 * changes, and can be used in the children of pcntl_fork().
 *
 * The time of issue is that of time(), of the clock, or `now`, in unix seconds. Parameters without
 * a type take anything and refuse what is not of their documented type with the code of their
 * field: PHP would otherwise convert true, 1.0 or "1" to a number, and its own TypeErrors show all
 * arguments, secrets too.
 */
final class Generator implements GeneratorInterface
{
    use Engine\Sealed;

    /** @var \Token04\Native\Generator|Engine\FfiGenerator|Engine\PhpGenerator */
    private $handle;

    private ?\Closure $clock;

    /** Two generators are equal (==) only where they are the same one. */
    private int $identity;

    /**
     * @param int $appId 1 to 4294967295
     * @param string $secret the ServerSecret, exactly 32 bytes, as they are
     * @param string $mode Mode::CBC or Mode::GCM
     * @param callable|null $clock returns unix seconds, an integer
     * @throws Token04Exception 1, 5, 10, in this order; what is left out is refused like a wrong value
     * @throws \TypeError where $clock is neither callable nor null
     */
    public function __construct(
        $appId = null,
        #[\SensitiveParameter]
        $secret = null,
        $mode = Mode::CBC,
        $clock = null
    ) {
        try {
            $handle = Loader::get()->generator(
                Input::integer($appId),
                Input::string($secret),
                Input::mode($mode)
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
     * From the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET; the message of 1 and 5
     * names the variable and says whether it is not set, empty or invalid.
     *
     * @param string $mode as for the constructor
     * @param callable|null $clock as for the constructor
     * @throws Token04Exception 1, 5 (each also when its variable is not set), 10, in this order
     */
    public static function fromEnv($mode = Mode::CBC, $clock = null): self
    {
        try {
            $environment = new Environment(false);
            return new self($environment->appId, $environment->secret, $mode, $clock);
        } catch (\Throwable $thrown) {
            throw Trace::strip($thrown);
        }
    }

    public function generate($userId, $ttl, $payload, $now = null): string
    {
        $token = $this->handle->generate(
            $userId,
            $ttl,
            \is_string($payload) ? $payload : Input::payload($payload),
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_string($token)) {
            return $token;
        }
        throw self::refused($token, $payload);
    }

    public function identityToken($userId, $ttl, $now = null): string
    {
        $token = $this->handle->generate(
            $userId,
            $ttl,
            '',
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_string($token)) {
            return $token;
        }
        throw Token04Exception::of($token);
    }

    public function privilegeToken($userId, $ttl, RoomPrivileges $privileges, $now = null): string
    {
        $token = $this->handle->generate(
            $userId,
            $ttl,
            $privileges->payload(),
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_string($token)) {
            return $token;
        }
        throw Token04Exception::of($token);
    }

    public function issue($userId, $ttl, $payload = '', $now = null): IssuedToken
    {
        $issued = $this->handle->issue(
            $userId,
            $ttl,
            Input::payload($payload),
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($issued)) {
            throw self::refused($issued, $payload);
        }
        return new IssuedToken(...$issued);
    }

    public function generateBatch($userIds, $ttl, $payload = '', $now = null): array
    {
        $made = $this->handle->batch(
            Input::strings($userIds, 'userIds'),
            $ttl,
            Input::payload($payload),
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($made)) {
            throw Token04Exception::of($made);
        }
        foreach ($made as $index => $token) {
            if (\is_int($token)) {
                $made[$index] = self::refused($token, $payload);
            }
        }
        return $made;
    }

    /** @param mixed $payload */
    private static function refused(int $code, $payload): Token04Exception
    {
        $isNested = $code === ErrorCode::PAYLOAD_INVALID && (\is_array($payload) || \is_object($payload));
        $hint = '; an array or object was given: pass its JSON, json_encode($payload)';
        return Token04Exception::hinting($code, $isNested ? $hint : '');
    }
}
