<?php

/*
 * Before PHP-FPM is started: php check.php && exec php-fpm. It ends with 1 and says what is wrong
 * where a credential of the environment is missing or a bad one, or where another file than this
 * package's defines the drop-in. FPM has another php.ini: whether an engine can be used there, only
 * a page of FPM's shows.
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
$dropIn = (string) (new \ReflectionClass(\ZEGO\ZegoServerAssistant::class))->getFileName();
$package = dirname((string) (new \ReflectionClass(\Token04\Token04::class))->getFileName(), 2);
if (strpos($dropIn, $package . DIRECTORY_SEPARATOR) !== 0) {
    // The upstream generator, which nothing replaces as long as its file is loaded first.
    fwrite(STDERR, "ZEGO\\ZegoServerAssistant is not this package's: $dropIn; remove that file\n");
    exit(1);
}
echo 'ready, engine ', \Token04\Token04::engine(), "\n";
