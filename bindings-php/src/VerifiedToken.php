<?php

declare(strict_types=1);

namespace Token04;

/** A token that a verifier accepted. */
final class VerifiedToken extends DecodedToken
{
    /** Which secret opened it: 0 the current one, 1 the first of the previous ones. */
    public int $secretIndex;

    public function __construct(
        Claims $claims,
        string $mode,
        bool $authenticated,
        int $envelopeExpire,
        ?Privileges $privileges,
        bool $payloadIsText,
        int $secretIndex = 0
    ) {
        parent::__construct($claims, $mode, $authenticated, $envelopeExpire, $privileges, $payloadIsText);
        $this->secretIndex = $secretIndex;
    }

    /** What json_encode() writes: as for DecodedToken, and secret_index. */
    public function jsonSerialize(): array
    {
        return parent::jsonSerialize() + ['secret_index' => $this->secretIndex];
    }

    /** @internal */
    public static function parts(\stdClass $decoded): array
    {
        return \array_merge(parent::parts($decoded), [$decoded->secret_index]);
    }
}
