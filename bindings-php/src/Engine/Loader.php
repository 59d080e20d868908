<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;

/**
 * Chooses the engine, once per request: the extension where it is loaded, else ext-ffi where it is
 * open to this code, else the core as PHP, which needs nothing. The environment variable
 * TOKEN04_ENGINE ("ext", "ffi" or "php") demands one.
 *
 * @internal
 */
final class Loader
{
    /**
     * What this package and its engine must agree on: the number changes with the C ABI and with
     * each signature of ext/token04.stub.php. The versions of the package and of the extension may
     * differ, so that an update does not break pages until PHP-FPM is restarted.
     */
    public const ABI_VERSION = 2;

    private static ?Engine $engine = null;

    public static function get(): Engine
    {
        return self::$engine ?? self::$engine = self::choose((string) \getenv('TOKEN04_ENGINE'));
    }

    private static function choose(string $demanded): Engine
    {
        switch ($demanded) {
            case '':
                return self::extension(false) ?? self::ffi() ?? PhpEngine::load();
            case 'ext':
                return self::extension(true);
            case 'ffi':
                if (!\extension_loaded('ffi')) {
                    throw EngineException::of(Advice::ffiMissing());
                }
                return FfiEngine::load();
            case 'php':
                return PhpEngine::load();
        }
        throw EngineException::of(
            'the environment variable TOKEN04_ENGINE must be "ext", "ffi", "php" or not set'
        );
    }

    /** The extension; null where it is not demanded and cannot be used. */
    private static function extension(bool $demanded): ?Engine
    {
        $isLoaded = \extension_loaded('token04');
        $found = $isLoaded ? ExtEngine::abiVersion() : 0;
        if ($isLoaded && $found === self::ABI_VERSION) {
            return new ExtEngine();
        }
        if (!$demanded) {
            return null;
        }
        if (!$isLoaded) {
            throw EngineException::of(Advice::extensionMissing());
        }
        // The package was updated and PHP was not restarted, or its php.ini names another file.
        throw EngineException::of(Advice::otherAbi('extension token04', $found), 93);
    }

    /** FFI, where it is open to this code and a library is there; else null. */
    private static function ffi(): ?Engine
    {
        if (!\extension_loaded('ffi') || !FfiEngine::isOpen()) {
            return null;
        }
        try {
            return FfiEngine::load();
        } catch (EngineException $unusable) {
            if (Library::named() !== '') {
                throw $unusable; // Somebody asked for that library.
            }
            return null;
        }
    }
}
