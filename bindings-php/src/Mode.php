<?php

declare(strict_types=1);

namespace Token04;

/** How a token's claims are encrypted. */
final class Mode
{
    /** What every server and SDK of the vendor reads; the default. Nothing protects its claims. */
    public const CBC = 'cbc';

    /** The claims are authenticated. */
    public const GCM = 'gcm';

    private function __construct()
    {
    }
}
