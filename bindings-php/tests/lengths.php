<?php

/*
 * Strings that are far too long, under a memory limit that does not allow a copy of them: each is
 * refused with its code.
 */

declare(strict_types=1);

namespace Token04\Tests;

use Token04\Generator;
use Token04\Mode;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Token04Exception;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

require __DIR__ . '/bootstrap.php';

$long = \str_repeat('x', 16 << 20);
$token = \str_pad('04', 16 << 20, 'A');
$list = \array_fill(0, 300, $long);
$users = \array_fill(0, 1000, 'user1');
$generator = new Generator(APP, SECRET, Mode::GCM);
$verifier = new Verifier(APP, SECRET);
$first = static function (array $made): void {
    foreach ($made as $token) {
        $codes[$token->getCode()] = $token;
    }
    if (\count($codes) === 1) {
        throw $token;
    }
};
$calls = [
    [7, fn() => $generator->generate('user1', 60, $long)],
    [7, fn() => $generator->issue('user1', 60, $long)],
    [7, fn() => $first($generator->generateBatch($users, 60, $long))],
    [3, fn() => $generator->generate($long, 60, '')],
    [3, fn() => $first($generator->generateBatch($list, 60, ''))],
    [8, fn() => RoomPrivileges::loginOnly($long)],
    [9, fn() => RoomPrivileges::publishOnly('r', $list)],
    [31, fn() => $verifier->verifyUser($generator->identityToken('u', 60), $long)],
    [5, fn() => new Generator(APP, $long)],
    [5, fn() => new Verifier(APP, SECRET, $list)],
    [20, fn() => $verifier->verify($long)],
    [20, fn() => $verifier->verify($token)],
    [20, fn() => Token04::decode($token, SECRET)],
    [5, fn() => Token04::decode('04', $long)],
    [20, fn() => Token04::inspect($token)],
    [8, fn() => Token04::kitToken('04', $long, 'u', 'n', APP)],
    [3, fn() => Token04::kitToken('04', 'r', $long, 'n', APP)],
    [3, fn() => Token04::kitToken('04', 'r', 'u', $long, APP)],
    [20, fn() => Token04::kitToken($long, 'r', 'u', 'n', APP)],
    [7, static function () use ($long): void {
        throw Token04Exception::of(ZegoServerAssistant::generateToken04(APP, 'u', SECRET, 60, $long)->code);
    }],
];
foreach ($calls as $number => [$wanted, $call]) {
    try {
        $call();
        $code = 0;
    } catch (Token04Exception $refused) {
        $code = $refused->getCode();
    }
    if ($code !== $wanted) {
        echo "call $number: code $code, wanted $wanted\n";
        exit(1);
    }
}
Token04::explain($token, $long);
\printf("%s: %d MiB at most\n", Token04::engine(), \memory_get_peak_usage(true) >> 20);
