<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * What to do where a demanded engine cannot be used, to the line of php.ini.
 *
 * @internal
 */
final class Advice
{
    /** Where TOKEN04_ENGINE demands the extension: how to use FFI would not help. */
    public static function extensionMissing(): string
    {
        $why = 'TOKEN04_ENGINE demands the extension token04, which is not loaded';
        return self::lines($why, [self::extension()]);
    }

    public static function ffiMissing(): string
    {
        return self::lines('TOKEN04_ENGINE demands FFI, but the extension ffi is not loaded', self::ffi());
    }

    public static function ffiClosed(): string
    {
        // php.ini's false is the empty string.
        $setting = \ini_get('ffi.enable') ?: 'false';
        return self::lines("FFI is closed to this code by ffi.enable=$setting", self::ffi());
    }

    /** @param string $what is of another ABI than this package */
    public static function otherAbi(string $what, int $found): string
    {
        $wanted = Loader::ABI_VERSION;
        return "the $what has ABI version $found, this package needs $wanted (code 93). After an update of the "
            . 'package restart PHP (php-fpm, the web server); if that does not help, the extension= or '
            . 'opcache.preload= line names a file of another version: this package is in ' . \dirname(__DIR__, 2);
    }

    public static function wrongLibrary(string $why): string
    {
        $shipped = \implode(', ', Library::shipped());
        return 'the library cannot be loaded on ' . Library::here() . ': ' . $why
            . '. Tried: ' . Library::path() . '. This package has libraries for: '
            . ($shipped === '' ? 'none' : $shipped)
            . '. Name another one by the environment variable TOKEN04_LIBRARY.';
    }

    /** @param list<list<string>> $ways each with a line that says what it is */
    private static function lines(string $why, array $ways): string
    {
        $ini = \php_ini_loaded_file();
        $lines = [
            $why . ' (PHP ' . \PHP_VERSION . ', ' . \PHP_SAPI . ', ' . Library::here() . ').',
            (\count($ways) > 1 ? 'Put the lines of one of these ways into ' : 'Put this into ')
                . ($ini === false ? 'php.ini' : $ini) . ' and restart PHP:',
        ];
        foreach ($ways as $index => $way) {
            $lines[] = '(' . ($index + 1) . ') ' . \array_shift($way) . ':';
            \array_push($lines, ...$way);
        }
        return \implode("\n", $lines);
    }

    /** The extension that was built for this PHP, else how to build it. */
    private static function extension(): array
    {
        $root = \dirname(__DIR__, 2);
        $built = \sprintf(
            '%s/ext/prebuilt/php%d.%d-%s-%s/token04.so',
            $root,
            \PHP_MAJOR_VERSION,
            \PHP_MINOR_VERSION,
            \PHP_ZTS ? 'zts' : 'nts',
            Library::here()
        );
        if (\is_file($built) && !\PHP_DEBUG) {
            return \array_merge(
                ['the extension, which is the fastest', "extension=$built"],
                self::pool(["php_admin_value[extension] = $built"])
            );
        }
        return \array_merge([
            'the extension, which is the fastest; none is prebuilt for this PHP, so build it first',
            "; cp -r $root/ext token04-ext && cd token04-ext && phpize && ./configure && make install",
            'extension=token04',
        ], self::pool(['php_admin_value[extension] = token04.so']));
    }

    /**
     * The same lines for the configuration of one pool, where PHP-FPM runs this.
     *
     * @param list<string> $lines
     * @return list<string>
     */
    private static function pool(array $lines): array
    {
        return \PHP_SAPI !== 'fpm-fcgi' ? [] : \array_merge(
            ['; or, for one pool alone, in its own file (the one with "pm = ..."):'],
            $lines
        );
    }

    /** @return list<list<string>> */
    private static function ffi(): array
    {
        $load = \extension_loaded('ffi') ? [] : ['extension=ffi'];
        $closed = $load === [] && \ini_get('ffi.enable') !== 'preload';
        if (\PHP_SAPI === 'cli') {
            // There FFI is open unless it was closed by hand.
            return [\array_merge(['FFI'], $load, $closed ? ['ffi.enable=preload'] : [])];
        }
        $ways = [];
        if (\PHP_OS_FAMILY !== 'Windows') {
            $ways[] = \array_merge(
                ['FFI, for this package alone'],
                $load,
                $closed ? ['ffi.enable=preload'] : [],
                self::preload()
            );
        }
        $ways[] = \array_merge(
            ['FFI, for all code'],
            $load,
            ['ffi.enable=true'],
            $load === [] ? self::pool(['php_admin_value[ffi.enable] = true']) : []
        );
        return $ways;
    }

    /** @return list<string> */
    private static function preload(): array
    {
        $script = \dirname(__DIR__, 2) . '/preload.php';
        $lines = \extension_loaded('Zend OPcache') ? [] : ['zend_extension=opcache'];
        $lines[] = 'opcache.enable=1';
        $own = (string) \ini_get('opcache.preload');
        if ($own !== '' && $own !== $script) {
            $lines[] = "; and, as this site preloads already, in $own: require '$script';";
            return $lines;
        }
        $lines[] = "opcache.preload=$script";
        $lines[] = 'opcache.preload_user=www-data ; or another user, where root starts PHP-FPM';
        return $lines;
    }
}
