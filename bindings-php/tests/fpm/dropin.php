<?php

/* A token by the drop-in, with the engine; and which classes of the core were loaded, if that is asked. */

declare(strict_types=1);

require getenv('APP_AUTOLOAD');

$secret = (string) getenv('ZEGO_SERVER_SECRET');
$made = ZEGO\ZegoServerAssistant::generateToken04(1234567890, 'user1', $secret, 60, '');
echo \Token04\Token04::engine(), ' ', $made->code, ' ', $made->message, ' ', $made->token;
if (file_get_contents('php://input') === 'loaded') {
    foreach (['Minting', 'Reading'] as $class) {
        echo class_exists("Token04\\Engine\\Php\\$class", false) ? " $class" : '';
    }
}
