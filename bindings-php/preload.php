<?php

/**
 * For opcache.preload: what is preloaded may call FFI where ffi.enable=preload, the default, keeps
 * other code from it. One line of php.ini opens the FFI engine so.
 */

declare(strict_types=1);

require_once __DIR__ . '/src/Engine/Library.php';

foreach ((array) glob(__DIR__ . '/src/{*,Engine/*}.php', GLOB_BRACE) as $file) {
    if (basename((string) $file) !== 'Library.php') {
        opcache_compile_file((string) $file);
    }
}

if (!extension_loaded('token04') && extension_loaded('ffi')) {
    // Parsed once, where PHP allows it: not where opcache.preload_user is another user. There each
    // request parses the header, or ffi.preload names one that bin/token04-preload-header wrote.
    $header = (string) tempnam(sys_get_temp_dir(), 'token04');
    file_put_contents($header, \Token04\Engine\Library::header());
    try {
        \FFI::load($header);
    } catch (\Throwable $later) {
        // The engine says why, when it is asked.
    }
    unlink($header);
}
