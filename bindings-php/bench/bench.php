<?php

/*
 * A token beside the empty call, the same written plainly with openssl_encrypt, and a JWT:
 * bench.php PLACE. The JWT is HS256 by hash_hmac, written plainly: no JWT library for PHP is
 * packaged where these benches run, and one does this and more.
 *
 * Each figure is the best of several rounds, in nanoseconds of processor time a call. Rounds take
 * turns, so that a machine that is slow for a while is so for all.
 */

declare(strict_types=1);

namespace Token04\Bench;

use Token04\Generator;
use Token04\Mode;
use Token04\RoomPrivileges;
use Token04\Token04;
use ZEGO\ZegoServerAssistant;

require $argv[1] . '/vendor/autoload.php';

const ROUNDS = 20;
const CALLS = 10000;

/** The same parameters, the same checks of their types, and a string of a token's length. */
final class Nothing
{
    private string $token;

    public function __construct(string $token)
    {
        $this->token = $token;
    }

    /** @param mixed $userId */
    public function privilegeToken($userId, $ttl, RoomPrivileges $held, ?int $now = null): string
    {
        return \is_string($userId) && \is_int($ttl) ? $this->token : '';
    }
}

/** What a server writes that has no library: AES-256-CBC of the claims, in the envelope. */
function plainly(int $appId, string $userId, string $secret, int $ttl, string $payload): string
{
    $now = \time();
    $claims = \json_encode([
        'app_id' => $appId,
        'user_id' => $userId,
        'nonce' => \random_int(0, 2147483647),
        'ctime' => $now,
        'expire' => $now + $ttl,
        'payload' => $payload,
    ]);
    $iv = \random_bytes(16);
    $sealed = \openssl_encrypt((string) $claims, 'aes-256-cbc', $secret, \OPENSSL_RAW_DATA, $iv);
    return '04' . \base64_encode(
        \pack('J', $now + $ttl) . \pack('n', 16) . $iv . \pack('n', \strlen($sealed)) . $sealed
    );
}

function urlSafe(string $bytes): string
{
    return \rtrim(\strtr(\base64_encode($bytes), '+/', '-_'), '=');
}

function jwt(int $appId, string $userId, string $secret, int $ttl, string $payload): string
{
    $now = \time();
    $claims = ['iss' => $appId, 'sub' => $userId, 'iat' => $now, 'exp' => $now + $ttl, 'data' => $payload];
    $text = urlSafe((string) \json_encode(['alg' => 'HS256', 'typ' => 'JWT']))
        . '.' . urlSafe((string) \json_encode($claims));
    return $text . '.' . urlSafe(\hash_hmac('sha256', $text, $secret, true));
}

/** Nanoseconds of processor time; waiting for the machine does not count. */
function used(): int
{
    $usage = \getrusage();
    return 1000 * (1000000 * ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'])
        + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']);
}

/** What a token takes in a loop that makes CALLS of them. */
function timed(callable $loop): float
{
    $start = used();
    $loop(CALLS);
    return (used() - $start) / CALLS;
}

$secret = \bin2hex(\random_bytes(16));
$cbc = new Generator(1234567890, $secret);
$gcm = new Generator(1234567890, $secret, Mode::GCM);
$held = RoomPrivileges::loginAndPublish('room1', ['stream1']);
$payload = $held->payload();
$nothing = new Nothing($cbc->privilegeToken('user1', 3600, $held));
$users = [];
for ($user = 0; $user < 1000; $user++) {
    $users[] = "user$user";
}

// Loops of their own: a closure for each call would cost as much as the call.
$loops = [
    'the empty call' => static function (int $count) use ($nothing, $held): void {
        for ($i = 0; $i < $count; $i++) {
            $nothing->privilegeToken('user1', 3600, $held);
        }
    },
    'identity token' => static function (int $count) use ($cbc): void {
        for ($i = 0; $i < $count; $i++) {
            $cbc->identityToken('user1', 3600);
        }
    },
    'privilege token' => static function (int $count) use ($cbc, $held): void {
        for ($i = 0; $i < $count; $i++) {
            $cbc->privilegeToken('user1', 3600, $held);
        }
    },
    'privilege token, GCM' => static function (int $count) use ($gcm, $held): void {
        for ($i = 0; $i < $count; $i++) {
            $gcm->privilegeToken('user1', 3600, $held);
        }
    },
    'privilege token, privileges made too' => static function (int $count) use ($cbc): void {
        for ($i = 0; $i < $count; $i++) {
            $cbc->privilegeToken('user1', 3600, RoomPrivileges::loginAndPublish('room1', ['stream1']));
        }
    },
    'batch of 1000, each' => static function (int $count) use ($cbc, $users, $payload): void {
        for ($i = 0; $i < $count; $i += 1000) {
            $cbc->generateBatch($users, 3600, $payload);
        }
    },
    'drop-in' => static function (int $count) use ($secret, $payload): void {
        for ($i = 0; $i < $count; $i++) {
            ZegoServerAssistant::generateToken04(1234567890, 'user1', $secret, 3600, $payload);
        }
    },
    'openssl_encrypt, written plainly' => static function (int $count) use ($secret, $payload): void {
        for ($i = 0; $i < $count; $i++) {
            plainly(1234567890, 'user1', $secret, 3600, $payload);
        }
    },
    'JWT HS256, written plainly' => static function (int $count) use ($secret, $payload): void {
        for ($i = 0; $i < $count; $i++) {
            jwt(1234567890, 'user1', $secret, 3600, $payload);
        }
    },
];

\printf("PHP %s, engine %s, nanoseconds a token\n", \PHP_VERSION, Token04::engine());
$measured = \array_fill_keys(\array_keys($loops), \INF);
for ($round = 0; $round < ROUNDS; $round++) {
    foreach ($loops as $name => $loop) {
        $measured[$name] = \min($measured[$name], timed($loop));
    }
}
foreach ($measured as $name => $best) {
    \printf("  %-38s %6.0f\n", $name, $best);
}
\printf(
    "openssl_encrypt takes %.1f times the privilege token, the JWT %.1f times\n",
    $measured['openssl_encrypt, written plainly'] / $measured['privilege token'],
    $measured['JWT HS256, written plainly'] / $measured['privilege token']
);
