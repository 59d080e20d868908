<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * The native objects of this request, which hold prepared keys. PHP frees none of them by itself
 * after a fatal error: it calls no destructors then, and memory of the library is not its own. A
 * worker of PHP-FPM would keep the keys until it ends, so they are freed at the request's end.
 *
 * @internal
 */
final class FfiHandles
{
    private const FATAL = \E_ERROR | \E_PARSE | \E_CORE_ERROR | \E_COMPILE_ERROR | \E_USER_ERROR
        | \E_RECOVERABLE_ERROR;

    /** @var array<int, \WeakReference> the owners by their object id */
    private static array $owners = [];

    /** Called once per request, when the engine is loaded. */
    public static function watch(): void
    {
        \register_shutdown_function([self::class, 'requestEnds']);
    }

    public static function add(FfiHandle $owner): void
    {
        self::$owners[\spl_object_id($owner)] = \WeakReference::create($owner);
    }

    public static function remove(FfiHandle $owner): void
    {
        unset(self::$owners[\spl_object_id($owner)]);
    }

    /**
     * After a fatal error no destructor will run. Otherwise they do, and until then an app's own
     * shutdown functions and destructors may make tokens.
     */
    public static function requestEnds(): void
    {
        $last = \error_get_last();
        if ($last === null || ($last['type'] & self::FATAL) === 0) {
            return;
        }
        foreach (self::$owners as $owner) {
            $owner = $owner->get();
            if ($owner !== null) {
                $owner->release();
            }
        }
    }
}
