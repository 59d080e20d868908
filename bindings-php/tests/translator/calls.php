<?php

/*
 * calls.php PLACE FOLDER: makes the calls that calls.mjs made, with the same entropy, and compares
 * each result, and at the end all of the memory.
 */

declare(strict_types=1);

namespace Token04\Tests;

use Token04\Engine\Php\Minting;

[, $place, $folder] = $argv;
require $place . '/vendor/autoload.php';

\set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    throw new \ErrorException($message, 0, $level, $file, $line);
});

/** The core with counted bytes for entropy, which tells a lot of bytes by their number. */
final class Counted extends Minting
{
    private int $drawn = 0;

    protected function host_entropy(int $out, int $length): int // phpcs:ignore
    {
        $drawn = \hash('sha256', 'entropy ' . $this->drawn++, true);
        $this->write($out, \substr(\str_repeat($drawn, 1 + \intdiv($length, 32)), 0, $length));
        return 1;
    }
}

/** Below this the stack never reaches: what the translator takes for granted. */
const STACK_END = 4096;

$failed = static function (string $what): void {
    echo $what, "\n";
    exit(1);
};
$calls = 0;
foreach (\file($folder . '/calls.jsonl') as $line) {
    $row = \json_decode($line, true);
    if ($row[0] === 'stage') {
        $machine = new Counted();
        $machine->cipher = $row[1];
        $places = [$machine->alloc(1 << 19), $machine->alloc(1 << 19), $machine->alloc(64)];
        [$input, $output, $numbers] = $places;
        if ($places !== $row[2]) {
            $failed('the memory begins elsewhere');
        }
        continue;
    }
    if ($row[0] === 'memory') {
        $all = $machine->read(0, 4 * \count($machine->m));
        if (\hash('sha256', $all) !== $row[1]) {
            $failed("after $calls calls the memory differs");
        }
        if (\ltrim(\substr($all, 0, STACK_END), "\0") !== '') {
            $failed('the stack is deeper than the translator takes for granted');
        }
        continue;
    }
    [$name, $kinds, $given, $want] = $row;
    $at = $input;
    $put = static function (string $bytes) use ($machine, &$at): int {
        $here = $at;
        $machine->write($here, $bytes);
        $at += \strlen($bytes) + 15 & ~15;
        return $here;
    };
    $flat = [];
    foreach ($given as $one) {
        if (isset($one['s'])) {
            $bytes = (string) \hex2bin($one['s']);
            \array_push($flat, $put($bytes), \strlen($bytes));
        } elseif (isset($one['l'])) {
            $strings = \array_map('hex2bin', $one['l']);
            $bytes = $put(\implode('', $strings));
            $lengths = $strings === [] ? '' : \pack('V*', ...\array_map('strlen', $strings));
            \array_push($flat, $bytes, $put($lengths), \count($strings));
        } else {
            // Of the numbers only the kind of a token is an i32 that may be negative.
            $isKind = $name === 'explain_json' && \count($flat) === 11;
            $flat[] = $isKind ? (int) $one['n'] & 0xffffffff : (int) $one['n'];
        }
    }
    $out = [
        'text' => [$output, 1 << 19, $numbers],
        'handle' => [$numbers],
        'times' => [$numbers + 8, $output, 1 << 19, $numbers],
        'none' => [],
    ];
    $machine->fill($numbers, 0, 32);
    $status = $machine->$name(...$flat, ...$out[$kinds]) ?? 0;
    $writes = $status === 0 && ($kinds === 'text' || $kinds === 'times');
    $made = $writes ? $machine->read($output, $machine->load32($numbers)) : '';
    $found = $status . ' ' . \bin2hex($made) . ' ' . \bin2hex($machine->read($numbers, 32));
    if ($found !== $want) {
        $failed("call $calls, $name, is $found, not $want");
    }
    $calls++;
}
echo "$calls calls, all the same, PHP ", \PHP_VERSION, "\n";
exit($calls > 0 ? 0 : 1);
