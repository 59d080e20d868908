<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;

/**
 * Chooses the engine, once per request: the extension where it is loaded, else ext-ffi. The
 * environment variable TOKEN04_ENGINE ("ext" or "ffi") demands one.
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
        if (!\in_array($demanded, ['', 'ext', 'ffi'], true)) {
            throw EngineException::of(
                'the environment variable TOKEN04_ENGINE must be "ext", "ffi" or not set'
            );
        }
        if ($demanded === 'ffi' || !\extension_loaded('token04')) {
            if ($demanded === 'ext') {
                throw EngineException::of(Advice::extensionMissing());
            }
            return self::ffi($demanded === 'ffi');
        }
        $found = ExtEngine::abiVersion();
        if ($found === self::ABI_VERSION) {
            return new ExtEngine();
        }
        // The package was updated and PHP was not restarted, or its php.ini names another file.
        $stale = EngineException::of(Advice::otherAbi('extension token04', $found), 93);
        if ($demanded === 'ext') {
            throw $stale;
        }
        try {
            return self::ffi(false);
        } catch (EngineException $neither) {
            throw $stale;
        }
    }

    private static function ffi(bool $demanded): Engine
    {
        if (!\extension_loaded('ffi')) {
            throw EngineException::of(Advice::ffiMissing($demanded));
        }
        return FfiEngine::load($demanded);
    }
}
