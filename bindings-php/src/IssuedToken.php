<?php

declare(strict_types=1);

namespace Token04;

/** A token and its times, in unix seconds. */
final class IssuedToken implements \JsonSerializable
{
    /** What the client logs in with. */
    public string $token;

    /** The time of issue. */
    public int $issuedAt;

    /** The time of expiry. */
    public int $expiresAt;

    /** When the client should fetch a new one: 30 seconds before the expiry. */
    public int $refreshAt;

    public function __construct(string $token, int $issuedAt, int $expiresAt, int $refreshAt)
    {
        $this->token = $token;
        $this->issuedAt = $issuedAt;
        $this->expiresAt = $expiresAt;
        $this->refreshAt = $refreshAt;
    }

    /** The expiry in UTC; null where no date can hold it. */
    public function expiresAtTime(): ?\DateTimeImmutable
    {
        return Engine\Date::of($this->expiresAt);
    }

    /** The time to renew in UTC; null where no date can hold it. */
    public function refreshAtTime(): ?\DateTimeImmutable
    {
        return Engine\Date::of($this->refreshAt);
    }

    /** Whether token and times are the same. */
    public function equals(self $other): bool
    {
        return $this->jsonSerialize() === $other->jsonSerialize();
    }

    /** What json_encode() writes: token, issued_at, expires_at, refresh_at. */
    public function jsonSerialize(): array
    {
        return [
            'token' => $this->token,
            'issued_at' => $this->issuedAt,
            'expires_at' => $this->expiresAt,
            'refresh_at' => $this->refreshAt,
        ];
    }

    /** What var_dump() and print_r() show: not the token. */
    public function __debugInfo(): array
    {
        return [
            'issuedAt' => $this->issuedAt,
            'expiresAt' => $this->expiresAt,
            'refreshAt' => $this->refreshAt,
        ];
    }
}
