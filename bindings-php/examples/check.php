<?php

/*
 * Before PHP-FPM is started: php check.php && exec php-fpm. It ends with 1 and says what is wrong
 * where the credentials of the environment are missing, or the secret is another credential.
 */

declare(strict_types=1);

require getenv('APP_AUTOLOAD') ?: __DIR__ . '/vendor/autoload.php';

try {
    \Token04\Generator::fromEnv();
} catch (\Token04\Token04Exception $refused) {
    $variable = $refused->getCode() === \Token04\ErrorCode::APP_ID_INVALID ? 'ZEGO_APP_ID' : 'ZEGO_SERVER_SECRET';
    $missing = getenv($variable) === false ? ' is not set' : '';
    fwrite(STDERR, "$variable$missing: {$refused->getMessage()}\n");
    exit(1);
}
echo 'ready, engine ', \Token04\Token04::engine(), "\n";
