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
    private const APP_ID = 'ZEGO_APP_ID';
    private const SECRET = 'ZEGO_SERVER_SECRET';
    private const PREVIOUS_SECRET = 'ZEGO_PREVIOUS_SERVER_SECRET';

    /** The app id, or 0, which is none. */
    public static function appId(): int
    {
        return Loader::get()->appIdFromText((string) \getenv(self::APP_ID));
    }

    /** The secret; the empty text, which is none, where it is not set. */
    public static function secret(): string
    {
        return (string) \getenv(self::SECRET);
    }

    /** The secret before the last rotation; none where its line in an `.env` file is empty. */
    public static function previousSecrets(): array
    {
        $secret = (string) \getenv(self::PREVIOUS_SECRET);
        return $secret === '' ? [] : [$secret];
    }

    /** The exception with the name of the variable that it is about, if it is about one. */
    public static function named(Token04Exception $refused): Token04Exception
    {
        switch ($refused->getCode()) {
            case ErrorCode::APP_ID_INVALID:
                $variable = self::APP_ID;
                break;
            case ErrorCode::SECRET_INVALID:
                $variable = self::isSecretTaken() ? self::PREVIOUS_SECRET : self::SECRET;
                break;
            default:
                return $refused;
        }
        $value = \getenv($variable);
        $found = $value === false ? 'not set' : ($value === '' ? 'empty' : 'refused');
        return Token04Exception::of($refused->getCode(), "environment variable $variable is $found: ");
    }

    /** Whether the current secret, which is judged first, is a good one. */
    private static function isSecretTaken(): bool
    {
        return !\is_int(Loader::get()->verifier(self::appId(), self::secret(), [], 0, false));
    }
}
