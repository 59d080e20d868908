<?php

/*
 * Composer's autoloader, wherever the example is: vendor/bin passed it on, APP_AUTOLOAD names it, this is
 * vendor/token04/token04/examples of an app, a copy beside the app's vendor/ or in a folder of it.
 */

declare(strict_types=1);

$candidates = [
    $GLOBALS['_composer_autoload_path'] ?? '',
    (string) getenv('APP_AUTOLOAD'),
    dirname(__DIR__, 3) . '/autoload.php',
    __DIR__ . '/vendor/autoload.php',
    dirname(__DIR__) . '/vendor/autoload.php',
];
foreach ($candidates as $candidate) {
    if ($candidate !== '' && is_file($candidate)) {
        require $candidate;
        return;
    }
}
throw new \RuntimeException(
    'no vendor/autoload.php was found: run composer install, or name it by APP_AUTOLOAD'
);
