<?php

/* What the first token of a page takes, in microseconds: all that is loaded and made for it. */

declare(strict_types=1);

$start = hrtime(true);
require getenv('APP_AUTOLOAD');
$made = ZEGO\ZegoServerAssistant::generateToken04(1234567890, 'user1', str_repeat('s', 32), 3600, '');
echo $made->code === 0 ? (hrtime(true) - $start) / 1e3 : 'failed';
