<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Exceptions whose stack traces have no arguments: one of them may be a secret.
 *
 * @internal
 */
final class Trace
{
    /** What `make` makes. */
    public static function without(callable $make): \Throwable
    {
        // Some sites forbid ini_set().
        $before = \function_exists('ini_set') ? \ini_set('zend.exception_ignore_args', '1') : false;
        $made = $make();
        if ($before !== false) {
            \ini_set('zend.exception_ignore_args', $before);
        }
        return $made;
    }
}
