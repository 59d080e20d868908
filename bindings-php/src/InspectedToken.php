<?php

declare(strict_types=1);

namespace Token04;

/** What a token shows without its secret. Nothing protects it. */
final class InspectedToken implements \JsonSerializable
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

    /** What json_encode() writes: version, mode, expire, iv_length, ciphertext_length, kit. */
    public function jsonSerialize(): array
    {
        return [
            'version' => $this->version,
            'mode' => $this->mode,
            'expire' => $this->expire,
            'iv_length' => $this->ivLength,
            'ciphertext_length' => $this->ciphertextLength,
            'kit' => $this->kit,
        ];
    }
}
