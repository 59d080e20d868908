<?php

/*
 * operators.php PLACE FOLDER: calls the translated functions of operators.mjs in the order of its
 * table, and compares what they return.
 */

declare(strict_types=1);

[, $place, $folder] = $argv;
require $place . '/vendor/autoload.php';
require $folder . '/First.php';
require $folder . '/Second.php';

\set_error_handler(static function (int $level, string $message): bool {
    throw new \ErrorException($message, 0, $level);
});
$machine = new \Token04\Engine\Php\Second();
[$rows, $wrong] = [0, 0];
foreach (\file($folder . '/operators.txt', \FILE_IGNORE_NEW_LINES) as $row) {
    [$name, $given, $want] = \explode(' ', $row);
    try {
        $found = $machine->$name(...\array_map('intval', \explode(',', $given)));
    } catch (\ArithmeticError | \Token04\Engine\Php\Trap $trap) {
        $found = 'trap';
    }
    if ((string) $found !== $want || !(\is_int($found) || $found === 'trap')) {
        echo "$name($given) is ", \var_export($found, true), ", not $want\n";
        $wrong++;
    }
    $rows++;
}
echo "$rows results, $wrong wrong, PHP ", \PHP_VERSION, "\n";
exit($wrong === 0 && $rows > 0 ? 0 : 1);
