<?php

declare(strict_types=1);

namespace Token04;

/** The claims of a token. Times are unix seconds. */
final class Claims implements \JsonSerializable
{
    /** The app, 1 to 4294967295. */
    public int $appId;

    /** The user. */
    public string $userId;

    /** A random number. */
    public int $nonce;

    /** The time of issue. */
    public int $ctime;

    /** The time of expiry. */
    public int $expire;

    /**
     * A string, null for nothing, or the value that another generator put there, as json_decode()
     * reads it: objects are stdClass. A value that is nested too deeply for json_decode() (some
     * thousand levels) stays JSON, a string.
     *
     * @var mixed
     */
    public $payload;

    /** @param mixed $payload */
    public function __construct(int $appId, string $userId, int $nonce, int $ctime, int $expire, $payload)
    {
        $this->appId = $appId;
        $this->userId = $userId;
        $this->nonce = $nonce;
        $this->ctime = $ctime;
        $this->expire = $expire;
        $this->payload = $payload;
    }

    /** Whether all claims are the same. PHP's == takes '1e3' and '1000' for the same user. */
    public function equals(self $other): bool
    {
        return $this->appId === $other->appId
            && $this->userId === $other->userId
            && $this->nonce === $other->nonce
            && $this->ctime === $other->ctime
            && $this->expire === $other->expire
            && \serialize($this->payload) === \serialize($other->payload);
    }

    /** What json_encode() writes: app_id, user_id, nonce, ctime, expire, payload. */
    public function jsonSerialize(): array
    {
        return [
            'app_id' => $this->appId,
            'user_id' => $this->userId,
            'nonce' => $this->nonce,
            'ctime' => $this->ctime,
            'expire' => $this->expire,
            'payload' => $this->payload,
        ];
    }

    /** What var_dump() and print_r() show: no claim. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @internal */
    public static function of(\stdClass $claims): self
    {
        return new self(
            $claims->app_id,
            $claims->user_id,
            $claims->nonce,
            $claims->ctime,
            $claims->expire,
            $claims->payload
        );
    }
}
