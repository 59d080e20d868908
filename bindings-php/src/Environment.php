<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Loader;

/**
 * The credentials of the environment. Under PHP-FPM a variable set by `env[NAME]` is in getenv() too.
 *
 * @internal
 */
final class Environment
{
    /** The app id, or 0, which is none. */
    public static function appId(): int
    {
        return Loader::get()->appIdFromText((string) \getenv('ZEGO_APP_ID'));
    }

    /** The secret; the empty text, which is none, where it is not set. */
    public static function secret(): string
    {
        return (string) \getenv('ZEGO_SERVER_SECRET');
    }

    /** The secret before the last rotation, where it is set. */
    public static function previousSecrets(): array
    {
        $secret = \getenv('ZEGO_PREVIOUS_SERVER_SECRET');
        return $secret === false ? [] : [$secret];
    }
}
