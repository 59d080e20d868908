<?php

/* What is installed is tested: TOKEN04_PLACE is where Composer put it. */

declare(strict_types=1);

namespace Token04 {
    /** The clock, as a tool that freezes time puts it there: see "Time in tests" of README.md. */
    function time(): int
    {
        return Tests\Clock::$now ?? \time();
    }
}

namespace Token04\Tests {
    require \getenv('TOKEN04_PLACE') . '/vendor/autoload.php';

    /** The secret of the tests. */
    const SECRET = 'fa94dd0f974cf2e293728a526b028271';
    const APP = 1234567890;
    const NOW = 1700000000;

    /** The code of what a call throws; 0 where it throws nothing. */
    function code(callable $call): int
    {
        try {
            $call();
        } catch (\Token04\Token04Exception $refused) {
            return $refused->getCode();
        }
        return 0;
    }

    /** What a call writes. */
    function written(callable $call): string
    {
        \ob_start();
        $call();
        return (string) \ob_get_clean();
    }

    final class Clock
    {
        public static ?int $now = null;
    }
}
