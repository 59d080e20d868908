<?php

declare(strict_types=1);

namespace Token04;

/** The claims of a token. Moments are unix seconds. */
final class Claims
{
    /** The app, 1 to 4294967295. */
    public int $appId;

    /** The user. */
    public string $userId;

    /** A random number. */
    public int $nonce;

    /** The moment of issue. */
    public int $ctime;

    /** The moment of expiry. */
    public int $expire;

    /**
     * A text, null for nothing, or the value another maker put there as json_decode() reads it
     * (objects are stdClass).
     *
     * @var mixed
     */
    public $payload;

    /** @internal */
    public function __construct(\stdClass $claims)
    {
        $this->appId = $claims->app_id;
        $this->userId = $claims->user_id;
        $this->nonce = $claims->nonce;
        $this->ctime = $claims->ctime;
        $this->expire = $claims->expire;
        $this->payload = $claims->payload;
    }

    /** What var_dump() and print_r() show: no claim. */
    public function __debugInfo(): array
    {
        return [];
    }
}
