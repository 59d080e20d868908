<?php

/* Which engine a page has, and a token of it; or why it has none. */

declare(strict_types=1);

require getenv('APP_AUTOLOAD');

try {
    $generator = \Token04\Generator::fromEnv();
    $token = $generator->privilegeToken('user1', 60, \Token04\RoomPrivileges::loginOnly('room1'));
    \Token04\Verifier::fromEnv()->verifyLogin($token, 'user1', 'room1');
    $long = $generator->generate('user1', 60, str_repeat('x', 9000));
    $count = count($generator->generateBatch(['a', 'b'], 60));
    echo \Token04\Token04::engine(), ' ', $token, ' ', strlen($long) > 9000, ' ', $count;
} catch (\Token04\EngineException $none) {
    echo $none->getMessage();
}
