<?php

/*
 * The engines beside each other: engines.php PLACE. Each has a process of its own, and their rounds
 * take turns, so that a machine that is slow for a while is so for all. Microseconds of processor
 * time a call, the best of several rounds. Then what the first token of a request costs.
 */

declare(strict_types=1);

namespace Token04\Bench;

use Token04\Generator;
use Token04\RoomPrivileges;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

const ROUNDS = 15;
const CALLS = ['ext' => 5000, 'ffi' => 5000, 'php' => 500];
const REQUESTS = 60;

/** What a server writes that has no library, as bench.php has it too: AES-256-CBC of the claims. */
function plainly(int $appId, string $userId, string $secret, int $ttl, string $payload): string
{
    $now = \time();
    $claims = ['app_id' => $appId, 'user_id' => $userId, 'nonce' => \random_int(0, 2147483647)]
        + ['ctime' => $now, 'expire' => $now + $ttl, 'payload' => $payload];
    $iv = \random_bytes(16);
    $raw = \OPENSSL_RAW_DATA;
    $sealed = \openssl_encrypt((string) \json_encode($claims), 'aes-256-cbc', $secret, $raw, $iv);
    $ends = \pack('J', $now + $ttl) . \pack('n', 16) . $iv . \pack('n', \strlen($sealed));
    return '04' . \base64_encode($ends . $sealed);
}

/** @return array<string, callable> each makes so many calls */
function loops(): array
{
    $secret = \bin2hex(\random_bytes(16));
    $generator = new Generator(1234567890, $secret);
    $verifier = new Verifier(1234567890, $secret);
    $held = RoomPrivileges::loginAndPublish('room1', ['stream1']);
    $payload = $held->payload();
    $token = $generator->privilegeToken('user1', 3600, $held);
    return [
        'identity token' => static function (int $count) use ($generator): void {
            for ($i = 0; $i < $count; $i++) {
                $generator->identityToken('user1', 3600);
            }
        },
        'privilege token' => static function (int $count) use ($generator, $held): void {
            for ($i = 0; $i < $count; $i++) {
                $generator->privilegeToken('user1', 3600, $held);
            }
        },
        'drop-in' => static function (int $count) use ($secret, $payload): void {
            for ($i = 0; $i < $count; $i++) {
                ZegoServerAssistant::generateToken04(1234567890, 'user1', $secret, 3600, $payload);
            }
        },
        'verify' => static function (int $count) use ($verifier, $token): void {
            for ($i = 0; $i < $count; $i++) {
                $verifier->verifyPublish($token, 'user1', 'room1', 'stream1');
            }
        },
        'written plainly' => static function (int $count) use ($secret, $payload): void {
            for ($i = 0; $i < $count; $i++) {
                plainly(1234567890, 'user1', $secret, 3600, $payload);
            }
        },
    ];
}

/** Seconds of processor time. */
function used(): float
{
    $usage = \getrusage();
    return $usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']
        + ($usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec']) / 1e6;
}

$place = $argv[1];
if (($argv[2] ?? '') === 'first') {
    // The first token of a process, as a page has it: what is loaded and made for it.
    $start = used();
    require $place . '/vendor/autoload.php';
    $made = ZegoServerAssistant::generateToken04(1234567890, 'user1', \str_repeat('s', 32), 3600, '');
    echo $made->code === 0 ? (used() - $start) * 1e6 : 'failed';
    exit;
}
if (($argv[2] ?? '') !== '') {
    require $place . '/vendor/autoload.php';
    $loops = loops();
    while (($name = \fgets(\STDIN)) !== false) {
        $start = used();
        $loops[\trim($name)](CALLS[$argv[2]]);
        echo (used() - $start) * 1e6 / CALLS[$argv[2]], "\n";
    }
    exit;
}

/** PHP with an engine, without any settings of this machine but those that load it. */
function command(string $place, string $engine, bool $opcache, string $how): array
{
    $command = [\PHP_BINARY, '-n', '-d', 'zend_extension=opcache'];
    \array_push($command, '-d', 'opcache.enable_cli=' . (int) $opcache, '-d', 'opcache.file_update_protection=0');
    if ($engine !== 'php') {
        \array_push($command, '-d', 'extension=' . ($engine === 'ext' ? "$place/token04.so" : 'ffi'));
    }
    return [...$command, __FILE__, $place, $how];
}

function opened(array $command, string $engine, ?array &$pipes)
{
    return \proc_open($command, [['pipe', 'r'], ['pipe', 'w']], $pipes, null, ['TOKEN04_ENGINE' => $engine]);
}

$best = [];
$children = [];
foreach (CALLS as $engine => $ignored) {
    $children[$engine] = opened(command($place, $engine, true, $engine), $engine, $pipes[$engine]);
}
foreach (['identity token', 'privilege token', 'drop-in', 'verify', 'written plainly'] as $name) {
    for ($round = 0; $round < ROUNDS; $round++) {
        foreach ($pipes as $engine => [$in, $out]) {
            \fwrite($in, "$name\n");
            $best[$name][$engine] = \min($best[$name][$engine] ?? \INF, (float) \fgets($out));
        }
    }
}
foreach ($children as $engine => $child) {
    \fclose($pipes[$engine][0]);
    \proc_close($child);
}
foreach (CALLS as $engine => $ignored) {
    for ($request = 0; $request < 10; $request++) {
        $child = opened(command($place, $engine, false, 'first'), $engine, $pipe);
        $first = (float) \stream_get_contents($pipe[1]);
        \proc_close($child);
        $best['first token of a process, no opcache'][$engine] =
            \min($best['first token of a process, no opcache'][$engine] ?? \INF, $first);
    }
}

require __DIR__ . '/../tests/fpm/Fpm.php';

$settings = ['ext' => ['extension' => "$place/token04.so"], 'ffi' => ['ffi.enable' => 'true'], 'php' => []];
foreach ($settings as $engine => $ini) {
    $fpm = new \Token04\Tests\Fpm($ini + ['opcache.file_update_protection' => '0'], [
        'APP_AUTOLOAD' => "$place/vendor/autoload.php",
        'TOKEN04_ENGINE' => $engine,
    ]);
    for ($request = 0; $request < REQUESTS; $request++) {
        $took = (float) $fpm->request(__DIR__ . '/request.php', 'GET')[2];
        $best['first token of a request, opcache'][$engine] =
            \min($best['first token of a request, opcache'][$engine] ?? \INF, $took > 0 ? $took : \INF);
    }
    $fpm->stop();
}
\printf("PHP %s, microseconds %18s %8s %8s\n", \PHP_VERSION, 'ext', 'ffi', 'php');
foreach ($best as $name => $row) {
    \printf("  %-36s %8.2f %8.2f %8.2f\n", $name, $row['ext'], $row['ffi'], $row['php']);
}
\printf(
    "the core as PHP takes %.0f times what is written plainly takes\n",
    $best['drop-in']['php'] / $best['written plainly']['php']
);
