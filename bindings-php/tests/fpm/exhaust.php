<?php

/*
 * Prepares keys and ends in the way that the body names, before any of them is released by the
 * program itself. Without a body it prints how often the secret is in this worker's memory.
 */

declare(strict_types=1);

require getenv('APP_AUTOLOAD');

/** Native objects have copies of the secret outside PHP's own memory, which each request starts anew. */
function copies(string $secret): int
{
    $count = 0;
    $memory = fopen('/proc/self/mem', 'r');
    foreach (file('/proc/self/maps') as $line) {
        if (preg_match('/^([0-9a-f]+)-([0-9a-f]+) rw/', $line, $range) !== 1 || strpos($line, '[vvar') !== false) {
            continue;
        }
        $from = hexdec($range[1]);
        $left = hexdec($range[2]) - $from;
        fseek($memory, $from);
        for (; $left > 0; $left -= strlen($bytes)) {
            $bytes = fread($memory, min($left, 65536));
            if ($bytes === false || $bytes === '') {
                break;
            }
            $count += substr_count($bytes, $secret);
        }
    }
    return $count;
}

$how = (string) file_get_contents('php://input');
if ($how === '') {
    echo copies(getenv('ZEGO_SERVER_SECRET'));
    exit;
}
$kept = [];
for ($made = 0; $made < 50; $made++) {
    $kept[] = \Token04\Generator::fromEnv();
    $kept[] = \Token04\Verifier::fromEnv();
}
switch ($how) {
    case 'one large string':
        $large = str_repeat('x', 1 << 30);
        break;
    case 'many small arrays':
        // Small until the last byte: nothing that is freed in one piece is left over.
        for ($list = [$kept];;) {
            $list = [$list];
        }
        // No break: it never comes here.
    case 'keys alone':
        for (;;) {
            $kept[] = \Token04\Generator::fromEnv();
        }
        // No break: it never comes here.
    case 'time':
        ini_set('max_execution_time', '1');
        for (;;) {
            $kept[0]->identityToken('user1', 60);
        }
        // No break: it never comes here.
    case 'an exception':
        throw new RuntimeException('nobody catches it');
    case 'a fatal error':
        trigger_error('fatal', E_USER_ERROR);
        break;
    case 'exit':
        exit;
    case 'a token at the end':
        register_shutdown_function(static function () use ($kept): void {
            echo strlen($kept[0]->identityToken('user1', 60)) > 100 ? 'token' : '';
        });
        break;
}
