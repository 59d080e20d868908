<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Where the shared library of a machine is in this package.
 *
 * @internal
 */
final class Library
{
    private const ARCHITECTURES = ['amd64' => 'x86_64', 'arm64' => 'aarch64'];

    /** @return string such as linux-x86_64 or linux-aarch64-musl */
    public static function platform(string $os, string $machine, bool $musl): string
    {
        $machine = \strtolower($machine);
        $machine = self::ARCHITECTURES[$machine] ?? $machine;
        return \strtolower($os) . '-' . $machine . ($musl ? '-musl' : '');
    }

    /** @return string the file's name on an operating system */
    public static function fileName(string $os): string
    {
        switch ($os) {
            case 'Windows':
                return 'token04.dll';
            case 'Darwin':
                return 'libtoken04.dylib';
            default:
                return 'libtoken04.so';
        }
    }

    /** The library of this machine, or the one that TOKEN04_LIBRARY names. */
    public static function path(): string
    {
        $named = self::named();
        if ($named !== '') {
            return $named;
        }
        return self::folder() . '/' . self::here() . '/' . self::fileName(\PHP_OS_FAMILY);
    }

    /** The one that TOKEN04_LIBRARY names; else the empty string. */
    public static function named(): string
    {
        return (string) \getenv('TOKEN04_LIBRARY');
    }

    /** What ext-ffi parses. */
    public static function declarations(): string
    {
        return (string) \file_get_contents(self::folder() . '/token04.h');
    }

    /** The same for preloading, with the path of the library: PHP takes no relative path there. */
    public static function header(): string
    {
        return "#define FFI_SCOPE \"TOKEN04\"\n"
            . '#define FFI_LIB "' . self::path() . "\"\n" . self::declarations();
    }

    public static function here(): string
    {
        // Where a site has forbidden php_uname(), the commonest machine is tried.
        $machine = \function_exists('php_uname') ? \php_uname('m') : 'x86_64';
        return self::platform(\PHP_OS_FAMILY, $machine, self::isMusl());
    }

    public static function folder(): string
    {
        return \dirname(__DIR__, 2) . '/lib';
    }

    /** The platforms that this package has a library for. */
    public static function shipped(): array
    {
        $paths = @\glob(self::folder() . '/*/*token04.*');
        $folders = \array_map('dirname', $paths === false ? [] : $paths);
        return \array_values(\array_unique(\array_map('basename', $folders)));
    }

    private static function isMusl(): bool
    {
        if (\PHP_OS_FAMILY !== 'Linux') {
            return false;
        }
        // What this very process runs on; both C libraries may be installed.
        $maps = @\is_readable('/proc/self/maps') ? @\file_get_contents('/proc/self/maps') : false;
        if (\is_string($maps)) {
            return \strpos($maps, 'ld-musl-') !== false;
        }
        return (bool) @\glob('/lib/ld-musl-*');
    }
}
