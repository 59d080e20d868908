<?php

declare(strict_types=1);

namespace Token04;

/** A token that was decrypted and read, and compared with nothing. */
class DecodedToken implements \JsonSerializable
{
    /** What the token says. */
    public Claims $claims;

    /** Mode::CBC or Mode::GCM. */
    public string $mode;

    /** Whether this library minted the token under this secret; always true for a verified one. */
    public bool $authenticated;

    /** The expiry in the envelope, in unix seconds; nothing protects it. */
    public int $envelopeExpire;

    /** Null where the payload holds none. */
    public ?Privileges $privileges;

    /** Whether the payload is a string, as the format has it. */
    public bool $payloadIsText;

    public function __construct(
        Claims $claims,
        string $mode,
        bool $authenticated,
        int $envelopeExpire,
        ?Privileges $privileges,
        bool $payloadIsText
    ) {
        $this->claims = $claims;
        $this->mode = $mode;
        $this->authenticated = $authenticated;
        $this->envelopeExpire = $envelopeExpire;
        $this->privileges = $privileges;
        $this->payloadIsText = $payloadIsText;
    }

    /** The time of issue in UTC; null where no date can hold it. */
    public function issuedAtTime(): ?\DateTimeImmutable
    {
        return Engine\Date::of($this->claims->ctime);
    }

    /** The expiry in UTC; null where no date can hold it. */
    public function expiresAtTime(): ?\DateTimeImmutable
    {
        return Engine\Date::of($this->claims->expire);
    }

    /** What json_encode() writes: mode, authenticated, claims, envelope_expire, privileges, payload_is_text. */
    public function jsonSerialize(): array
    {
        return [
            'mode' => $this->mode,
            'authenticated' => $this->authenticated,
            'claims' => $this->claims,
            'envelope_expire' => $this->envelopeExpire,
            'privileges' => $this->privileges,
            'payload_is_text' => $this->payloadIsText,
        ];
    }

    /** What var_dump() and print_r() show: no claim. */
    public function __debugInfo(): array
    {
        return [
            'mode' => $this->mode,
            'authenticated' => $this->authenticated,
            'envelopeExpire' => $this->envelopeExpire,
        ];
    }

    /**
     * The arguments of the constructor.
     *
     * @internal
     */
    public static function parts(\stdClass $decoded): array
    {
        return [
            Claims::of($decoded->claims),
            $decoded->mode,
            $decoded->authenticated,
            $decoded->envelope_expire,
            Privileges::of($decoded->privileges),
            $decoded->payload_is_text,
        ];
    }
}
