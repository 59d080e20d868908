<?php

declare(strict_types=1);

namespace Token04;

/** How a token's claims are encrypted. */
final class Mode
{
    /** What every server and SDK of the vendor reads; the default. */
    public const CBC = 'cbc';

    /** The cipher of the newest upstream generators. */
    public const GCM = 'gcm';

    private function __construct()
    {
    }
}
