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
final class Generator
{
    use Engine\Sealed;

    /** @var \Token04\Native\Generator|Engine\FfiGenerator */
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
                Input::text($secret),
                Input::mode($mode)
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
     * From the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET; the message of 1 and 5
     * names the variable.
     *
     * @param string $mode as for the constructor
     * @param callable|null $clock as for the constructor
     * @throws Token04Exception 1, 5 (each also when its variable is not set), 10, in this order
     */
    public static function fromEnv($mode = Mode::CBC, $clock = null): self
    {
        try {
            return new self(Environment::appId(), Environment::secret(), $mode, $clock);
        } catch (Token04Exception $refused) {
            throw Environment::named($refused);
        }
    }

    /**
     * A token with any payload.
     *
     * @param string $userId 1 to 64 bytes of UTF-8 without NUL
     * @param int $ttl seconds to the expiry, at least 1
     * @param string $payload UTF-8; empty for an identity token
     * @throws Token04Exception 3, 6, 7, in this order; 94
     */
    public function generate($userId, $ttl, $payload, ?int $now = null): string
    {
        $token = $this->handle->generate(
            $userId,
            $ttl,
            $payload,
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_string($token)) {
            return $token;
        }
        throw self::refused($token, $payload);
    }

    /**
     * A token that says who the user is and nothing more.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @throws Token04Exception 3, 6, in this order; 94
     */
    public function identityToken($userId, $ttl, ?int $now = null): string
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

    /**
     * A token with the privileges of one room. They take effect only after the vendor has enabled
     * the check for your account.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @throws Token04Exception 3, 6, 8, 9, 7, in this order; 94
     */
    public function privilegeToken(
        $userId,
        $ttl,
        RoomPrivileges $privileges,
        ?int $now = null
    ): string {
        $moment = $now ?? ($this->clock === null ? time() : ($this->clock)());
        $prepared = $privileges->prepared;
        $token = $prepared === null
            ? $privileges->token($this->handle, $userId, $ttl, $moment)
            : $this->handle->preparedToken($userId, $ttl, $prepared, $moment);
        if (\is_string($token)) {
            return $token;
        }
        throw Token04Exception::of($token);
    }

    /**
     * A token and its times: what an app server returns to its client.
     *
     * @param string $userId as for generate()
     * @param int $ttl as for generate()
     * @param string $payload as for generate()
     * @throws Token04Exception 3, 6, 7, in this order; 94
     */
    public function issue($userId, $ttl, $payload = '', ?int $now = null): IssuedToken
    {
        $issued = $this->handle->issue(
            $userId,
            $ttl,
            $payload,
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($issued)) {
            throw self::refused($issued, $payload);
        }
        return new IssuedToken(...$issued);
    }

    /**
     * One token for each user id, in their order, with one reading of the clock. A user id or
     * payload that is refused is a Token04Exception at its own index, not thrown.
     *
     * @param iterable<string> $userIds
     * @param int $ttl as for generate()
     * @param string $payload as for generate()
     * @return list<string|Token04Exception>
     * @throws Token04Exception 6, 94: of the whole call
     * @throws \TypeError where $userIds is no list, such as a lone string
     */
    public function generateBatch($userIds, $ttl, $payload = '', ?int $now = null): array
    {
        $answers = $this->handle->batch(
            Input::texts($userIds, 'userIds'),
            $ttl,
            $payload,
            $now ?? ($this->clock === null ? time() : ($this->clock)())
        );
        if (\is_int($answers)) {
            throw Token04Exception::of($answers);
        }
        foreach ($answers as $index => $answer) {
            if (\is_int($answer)) {
                $answers[$index] = self::refused($answer, $payload);
            }
        }
        return $answers;
    }

    /** @param mixed $payload */
    private static function refused(int $code, $payload): Token04Exception
    {
        $nested = $code === ErrorCode::PAYLOAD_INVALID
            && (\is_array($payload) || \is_object($payload));
        $hint = '; an array or object was given: pass its JSON text, json_encode($payload)';
        return Token04Exception::of($code, '', $nested ? $hint : '');
    }
}
