<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * What to do where no engine can be had, to the line.
 *
 * @internal
 */
final class Advice
{
    public static function noEngine(string $why): string
    {
        $root = \dirname(__DIR__, 2);
        $lines = [
            $why . ' (PHP ' . \PHP_VERSION . ', ' . \PHP_SAPI . ', ' . Library::here() . ').',
            'Put one of these into php.ini and start PHP anew:',
            '(1) the extension, which is the fastest:',
            'extension=' . self::extension($root),
            '(2) FFI, for this package alone:',
            'opcache.enable=1',
            'opcache.preload=' . $root . '/preload.php',
            'opcache.preload_user=www-data ; or another user, where root starts PHP-FPM',
            '(3) FFI for all code:',
            'ffi.enable=true',
            'For (2) and (3) the extensions ffi and, for (2), opcache have to be loaded.',
        ];
        return \implode("\n", $lines);
    }

    public static function wrongLibrary(string $why): string
    {
        $shipped = \implode(', ', Library::shipped());
        return 'the library cannot be loaded on ' . Library::here() . ': ' . $why
            . '. Tried: ' . Library::path() . '. This package has libraries for: '
            . ($shipped === '' ? 'none' : $shipped)
            . '. Name another one by the environment variable TOKEN04_LIBRARY.';
    }

    /** What was built for this PHP, else the name that a build of one's own is installed under. */
    private static function extension(string $root): string
    {
        $built = \sprintf(
            '%s/ext/prebuilt/php%d.%d-%s-%s/token04.so',
            $root,
            \PHP_MAJOR_VERSION,
            \PHP_MINOR_VERSION,
            \PHP_ZTS ? 'zts' : 'nts',
            Library::here()
        );
        return \is_file($built) && !\PHP_DEBUG
            ? $built
            : 'token04 ; after: cd ' . $root . '/ext && phpize && ./configure && make install';
    }
}
