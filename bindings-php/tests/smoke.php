<?php

/* Every function, with good input and bad: for valgrind and for counting memory. */

declare(strict_types=1);

namespace Token04\Tests;

use Token04\ExplainInput;
use Token04\Generator;
use Token04\Mode;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Token04Exception;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

require __DIR__ . '/bootstrap.php';

/** @return list<callable(): mixed> each is one call, or one and its refusal */
function calls(): array
{
    $cbc = new Generator(APP, SECRET);
    $gcm = new Generator(APP, SECRET, Mode::GCM);
    $verifier = new Verifier(APP, SECRET, [\strrev(SECRET)]);
    $held = RoomPrivileges::loginAndPublish('room1', ['s1', 's2']);
    $token = $cbc->privilegeToken('user1', 3600, $held);
    $long = \str_repeat('"', 3000);
    $many = \array_fill(0, 40, \str_repeat('s', 100));
    return [
        fn() => $cbc->identityToken('user1', 3600),
        fn() => $cbc->identityToken('', 3600),
        fn() => $gcm->generate('user1', 3600, 'payload'),
        fn() => $gcm->generate('user1', 3600, [1]),
        fn() => $cbc->privilegeToken('user1', 3600, $held),
        fn() => $cbc->privilegeToken('user1', 3600, RoomPrivileges::publishOnly('room1', ['s', 't'])),
        fn() => $cbc->privilegeToken('user1', 3600, RoomPrivileges::publishOnly($long, [$long, $long])),
        fn() => $gcm->privilegeToken('user1', 3600, RoomPrivileges::publishOnly('r', $many)),
        fn() => RoomPrivileges::publishOnly('room1', []),
        fn() => RoomPrivileges::publishOnly('room1', ['s', 7]),
        fn() => RoomPrivileges::fromFlags('room1', true, true, ['s']),
        fn() => \unserialize(\serialize($held)),
        fn() => Generator::fromEnv(),
        fn() => $cbc->issue('user1', 3600, 'p'),
        fn() => $cbc->issue('user1', -1),
        fn() => $cbc->generateBatch(['a', '', 'b'], 3600),
        fn() => $cbc->generateBatch(['a'], 0),
        fn() => $verifier->verify($token),
        fn() => $verifier->verifyUser($token, 'user1'),
        fn() => $verifier->verifyLogin($token, 'user1', null),
        fn() => $verifier->verifyPublish($token, 'user1', 'room1', 's1'),
        fn() => $verifier->verifyPublish($token, 'user1', 'room1', $long),
        fn() => $gcm->generateBatch(['a'], 3600, $long . $long . \str_repeat($long, 30)),
        fn() => $verifier->verify('04AAAA'),
        fn() => Token04::decode($token, SECRET),
        fn() => Token04::decode($token, \strrev(SECRET)),
        fn() => Token04::inspect($token),
        fn() => Token04::inspect("\0"),
        fn() => Token04::kitToken($token, 'room1', 'user1', 'Ada', APP),
        fn() => Token04::kitToken('x', 'room1', 'user1', "\xff", APP),
        fn() => Token04::explain($token, 'short', (new ExplainInput())->userId('other')),
        fn() => new Generator(APP, SECRET),
        fn() => new Generator(APP, 'short'),
        fn() => new Verifier(APP, SECRET, [SECRET, 'short']),
        fn() => new Verifier(APP, SECRET, [\strrev(SECRET)], 0),
        fn() => ZegoServerAssistant::generateToken04(APP, 'user1', SECRET, 60, ['a' => 1]),
        fn() => ZegoServerAssistant::generateToken04(0, 'user1', SECRET, 60, ''),
        fn() => $cbc->generate('user1', 3600, $long),
        fn() => $gcm->issue('user1', 3600, $long),
    ];
}

/** Makes a call, good or bad. */
function make(callable $call): void
{
    try {
        $call();
    } catch (Token04Exception $refused) {
        // As it should be.
    }
}

if (\realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) {
    for ($round = 0; $round < 3; $round++) {
        \array_map('Token04\Tests\make', calls());
    }
    echo Token04::engine(), ": every function was called\n";
}
