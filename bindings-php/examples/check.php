<?php

/*
 * Before PHP-FPM is started: php check.php && exec php-fpm. It ends with 1 and says what is wrong
 * where a credential of the environment is missing or a bad one. Whether an engine answers under FPM,
 * whose php.ini is another one, only a page of FPM's can tell.
 */

declare(strict_types=1);

require __DIR__ . '/autoload.php';

try {
    \Token04\Generator::fromEnv();
    \Token04\Verifier::fromEnv(); // It reads the secret before the last rotation too.
} catch (\Token04\Token04Exception | \Token04\EngineException $refused) {
    fwrite(STDERR, $refused->getMessage() . "\n");
    exit(1);
}
echo 'ready, engine ', \Token04\Token04::engine(), "\n";
