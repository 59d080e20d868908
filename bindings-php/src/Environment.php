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
    public int $appId;

    public string $secret;

    /** @var list<string> the secret before the last rotation, where there is one */
    public array $previousSecrets;

    /** @throws Token04Exception 1, 5: the library names the variable and says what is wrong */
    public function __construct(bool $readsPrevious)
    {
        $secret = self::read('ZEGO_SERVER_SECRET');
        $previous = $readsPrevious ? self::read('ZEGO_PREVIOUS_SERVER_SECRET') : null;
        $engine = Loader::get();
        [$code, $appId, $variable, $fault] =
            $engine->environment(self::read('ZEGO_APP_ID'), $secret, $previous);
        if ($code !== 0) {
            throw Token04Exception::saying($code, $engine->environmentMessage($variable, $fault));
        }
        $this->appId = $appId;
        $this->secret = (string) $secret;
        $this->previousSecrets = (string) $previous === '' ? [] : [(string) $previous];
    }

    private static function read(string $name): ?string
    {
        $value = \getenv($name);
        return \is_string($value) ? $value : null;
    }
}
