<?php

/*
 * panic.php LIBRARY: the builds with a function that panics on purpose. The result is 90, the
 * process lives on, and what is shipped has no such function.
 */

declare(strict_types=1);

namespace Token04\Tests;

use Token04\Engine\Loader;
use Token04\Generator;
use Token04\Token04;
use Token04\Token04Exception;

require __DIR__ . '/bootstrap.php';

function panics(string $library): int
{
    if (\extension_loaded('token04')) {
        return \Token04\Native\test_panic();
    }
    return \FFI::cdef('int32_t token04_test_panic(void);', $library)->token04_test_panic();
}

for ($time = 0; $time < 100; $time++) {
    $refused = Token04Exception::of(panics($argv[1]));
    if ($refused->getCode() !== 90 || $refused->name() !== 'internal') {
        throw new \LogicException("a panic is code {$refused->getCode()}");
    }
    $token = (new Generator(APP, SECRET))->identityToken('user1', 60);
    if (Token04::decode($token, SECRET)->claims->userId !== 'user1') {
        throw new \LogicException('a panic leaves something broken');
    }
}
echo Token04::engine(), ": a panic is code 90\n";
