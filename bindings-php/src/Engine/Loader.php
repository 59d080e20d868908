<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;
use Token04\Token04;

/**
 * Chooses the engine, once a process: the extension where it is loaded, else ext-ffi. The
 * environment variable TOKEN04_ENGINE ("ext" or "ffi") demands one.
 *
 * @internal
 */
final class Loader
{
    private static ?Engine $engine = null;

    public static function get(): Engine
    {
        return self::$engine ?? self::$engine = self::choose((string) \getenv('TOKEN04_ENGINE'));
    }

    private static function choose(string $demanded): Engine
    {
        if (!\in_array($demanded, ['', 'ext', 'ffi'], true)) {
            throw new EngineException(
                'token04: the environment variable TOKEN04_ENGINE must be "ext", "ffi" or not set'
            );
        }
        if ($demanded !== 'ffi' && \extension_loaded('token04')) {
            self::compare(\Token04\Native\version(), 'the extension token04');
            return new ExtEngine();
        }
        if ($demanded === 'ext') {
            throw new EngineException('token04: ' . Advice::extensionMissing());
        }
        if (!\extension_loaded('ffi')) {
            throw new EngineException('token04: ' . Advice::ffiMissing($demanded === 'ffi'));
        }
        $engine = FfiEngine::load($demanded === 'ffi');
        self::compare($engine->version(), Library::path());
        return $engine;
    }

    /** Code of another minor version may have other functions. */
    private static function compare(string $found, string $where): void
    {
        $minor = static function (string $version): string {
            return \implode('.', \array_slice(\explode('.', $version), 0, 2));
        };
        if ($minor($found) !== $minor(Token04::VERSION)) {
            $wanted = Token04::VERSION;
            throw new EngineException(
                "token04: $where is of version $found, this package of version $wanted"
            );
        }
    }
}
