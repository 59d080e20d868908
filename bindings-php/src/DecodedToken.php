<?php

declare(strict_types=1);

namespace Token04;

/** A token that was decrypted and read, and compared with nothing. */
class DecodedToken
{
    /** What the token says. */
    public Claims $claims;

    /** Mode::CBC or Mode::GCM. */
    public string $mode;

    /** Whether the claims are protected against changes: never for CBC. */
    public bool $authenticated;

    /** The expiry in the envelope, in unix seconds; nothing protects it. */
    public int $envelopeExpire;

    /** Null where the payload holds none. */
    public ?Privileges $privileges;

    /** Whether the payload is a text, as the format has it. */
    public bool $payloadIsText;

    /** @internal */
    final public function __construct(\stdClass $decoded)
    {
        $this->claims = new Claims($decoded->claims);
        $this->mode = $decoded->mode;
        $this->authenticated = $decoded->authenticated;
        $this->envelopeExpire = $decoded->envelope_expire;
        $held = $decoded->privileges;
        $this->privileges = $held === null ? null : new Privileges($held);
        $this->payloadIsText = $decoded->payload_is_text;
        $this->read($decoded);
    }

    /** The moment of issue in UTC; null where no date can hold it. */
    public function issuedAtTime(): ?\DateTimeImmutable
    {
        return Engine\Moment::of($this->claims->ctime);
    }

    /** The expiry in UTC; null where no date can hold it. */
    public function expiresAtTime(): ?\DateTimeImmutable
    {
        return Engine\Moment::of($this->claims->expire);
    }

    /** @internal */
    protected function read(\stdClass $decoded): void
    {
    }

    /** What var_dump() and print_r() show: no claim. */
    public function __debugInfo(): array
    {
        return ['mode' => $this->mode, 'authenticated' => $this->authenticated, 'envelopeExpire' => $this->envelopeExpire];
    }
}
