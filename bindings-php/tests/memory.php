<?php

/* memory.php CALLS: so many calls, good and bad; the memory at their end is that of their tenth. */

declare(strict_types=1);

namespace Token04\Tests;

require __DIR__ . '/smoke.php';

/** Resident memory in KiB. */
function resident(): int
{
    \gc_collect_cycles();
    \preg_match('/^VmRSS:\s+(\d+)/m', (string) \file_get_contents('/proc/self/status'), $found);
    return (int) $found[1];
}

$calls = calls();
$rounds = \intdiv((int) $argv[1], \count($calls));
$early = 0;
for ($round = 0; $round < $rounds; $round++) {
    foreach ($calls as $call) {
        make($call);
    }
    if ($round === \intdiv($rounds, 10)) {
        $early = resident();
    }
}
$late = resident();
\printf("%s: %d calls, %d KiB at 10 %%, %d KiB at the end\n", \Token04\Token04::engine(), $argv[1], $early, $late);
exit($late - $early > 2048 ? 1 : 0);
