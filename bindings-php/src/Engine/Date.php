<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Unix seconds as a date.
 *
 * @internal
 */
final class Date
{
    /** In UTC; null where PHP has no date for it. */
    public static function of(int $seconds): ?\DateTimeImmutable
    {
        try {
            $date = new \DateTimeImmutable('@' . $seconds);
        } catch (\Exception $tooFar) {
            return null;
        }
        return $date->getTimestamp() === $seconds ? $date : null;
    }
}
