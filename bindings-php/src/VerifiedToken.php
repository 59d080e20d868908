<?php

declare(strict_types=1);

namespace Token04;

/** A token that a Verifier accepted. */
final class VerifiedToken extends DecodedToken
{
    /** Which secret opened it: 0 the current one, 1 the first of the previous ones. */
    public int $secretIndex;

    /** @internal */
    protected function read(\stdClass $decoded): void
    {
        $this->secretIndex = $decoded->secret_index;
    }
}
