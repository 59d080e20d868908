<?php

declare(strict_types=1);

namespace Token04;

/** What a token shows without its secret. Nothing protects it. */
final class InspectedToken
{
    /** "04". */
    public string $version;

    /** Mode::CBC or Mode::GCM. */
    public string $mode;

    /** The expiry, in unix seconds. */
    public int $expire;

    /** In bytes. */
    public int $ivLength;

    /** In bytes. */
    public int $ciphertextLength;

    /** Null for a plain token. */
    public ?InspectedKit $kit;

    /** @internal */
    public function __construct(\stdClass $inspected)
    {
        $this->version = $inspected->version;
        $this->mode = $inspected->mode;
        $this->expire = $inspected->expire;
        $this->ivLength = $inspected->iv_length;
        $this->ciphertextLength = $inspected->ciphertext_length;
        $this->kit = $inspected->kit === null ? null : new InspectedKit($inspected->kit);
    }
}
