<?php

/*
 * uncaught.php: how many calls there are; uncaught.php NUMBER: makes one and catches nothing;
 * uncaught.php all: makes all and prints what each exception holds. Each call has the secret as an
 * argument and fails.
 */

declare(strict_types=1);

namespace Token04\Tests;

use Token04\ExplainInput;
use Token04\Generator;
use Token04\Token04;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

require __DIR__ . '/bootstrap.php';

/** An app's own function that passes the secret on. */
function connect(string $secret): Generator
{
    return new Generator($secret, APP);
}

/** A user id of an app's own that cannot be read. */
final class Vault
{
    public function __toString(): string
    {
        throw new \RuntimeException('the vault is closed');
    }
}

/** Secrets of an app's own that cannot be read. */
function broken(string $secret): \Generator
{
    yield $secret;
    throw new \RuntimeException('the vault is closed', 0, new \LogicException('deeper'));
}

/** @return list<callable(): mixed> */
function leaks(): array
{
    return [
        fn() => new Generator(APP, SECRET . 'x'),
        fn() => new Generator(APP, SECRET, 'CBC'),
        fn() => new Generator(APP, SECRET, 'cbc', 'no such function'),
        fn() => new Generator(APP, SECRET, 'cbc', 7),
        fn() => new Generator(APP, [SECRET]),
        fn() => new Generator((string) APP, SECRET),
        fn() => new Generator(SECRET),
        fn() => connect(SECRET),
        fn() => Generator::fromEnv('cbc', SECRET),
        fn() => new Verifier(SECRET),
        fn() => new Verifier(APP, SECRET, SECRET),
        fn() => new Verifier(APP, SECRET, [SECRET . 'x']),
        fn() => new Verifier(APP, SECRET, broken(SECRET)),
        fn() => new Verifier(APP, SECRET, [], -1),
        fn() => new Verifier(APP, SECRET, [], 30, 'yes'),
        fn() => Verifier::fromEnv(SECRET, SECRET),
        fn() => Token04::decode(SECRET),
        fn() => Token04::decode('04', SECRET),
        fn() => Token04::decode([SECRET], [SECRET]),
        fn() => Token04::explain(['04'], SECRET),
        fn() => Token04::explain('04', [SECRET]),
        fn() => Token04::explain('04', SECRET, 'user1'),
        fn() => Token04::explain('04', SECRET, new ExplainInput(), '1'),
        fn() => Token04::explain('04', SECRET, null, 1, '30'),
        fn() => ZegoServerAssistant::generateToken04(APP, new Vault(), SECRET, 60, ''),
    ];
}

\putenv('ZEGO_APP_ID=' . APP);
\putenv('ZEGO_SERVER_SECRET=' . SECRET . 'x');
$which = $argv[1] ?? '';
if ($which === '') {
    echo \count(leaks()), "\n";
} elseif ($which === 'all') {
    foreach (leaks() as $call) {
        try {
            $call();
            echo "accepted\n";
        } catch (\Throwable $thrown) {
            for ($next = $thrown; $next !== null; $next = $next->getPrevious()) {
                echo $next, "\n";
                \print_r($next->getTrace());
                \var_dump($next);
            }
        }
    }
} else {
    leaks()[(int) $which]();
    echo "accepted\n";
}
