<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Every exception of this package passes here: its stack trace loses the arguments of all frames,
 * because one of them may be a secret, whatever zend.exception_ignore_args says.
 *
 * @internal
 */
final class Trace
{
    /**
     * Removes the arguments from a stack trace, and from the traces of previous exceptions.
     *
     * @template T of \Throwable
     * @param T $thrown
     * @return T
     */
    public static function strip(\Throwable $thrown): \Throwable
    {
        for ($next = $thrown; $next !== null; $next = $next->getPrevious()) {
            $frames = $next->getTrace();
            foreach ($frames as $index => $frame) {
                unset($frames[$index]['args']);
            }
            self::set($next, 'trace', $frames);
        }
        return $thrown;
    }

    /**
     * The same for an exception that this package makes; its file and line become those of the call
     * into the package, which is where the mistake is.
     *
     * @template T of \Throwable
     * @param T $made
     * @return T
     */
    public static function blame(\Throwable $made): \Throwable
    {
        self::strip($made);
        foreach ($made->getTrace() as $frame) {
            $file = $frame['file'] ?? '';
            if ($file !== '' && !self::isOurs($file)) {
                self::set($made, 'file', $file);
                self::set($made, 'line', $frame['line']);
                break;
            }
        }
        return $made;
    }

    private static function isOurs(string $file): bool
    {
        $root = \dirname(__DIR__, 2) . \DIRECTORY_SEPARATOR;
        foreach (['src', 'zego'] as $folder) {
            if (\strpos($file, $root . $folder . \DIRECTORY_SEPARATOR) === 0) {
                return true;
            }
        }
        return false;
    }

    /** @param mixed $value */
    private static function set(\Throwable $thrown, string $name, $value): void
    {
        $base = $thrown instanceof \Exception ? \Exception::class : \Error::class;
        $property = new \ReflectionProperty($base, $name);
        if (\PHP_VERSION_ID < 80100) {
            $property->setAccessible(true);
        }
        $property->setValue($thrown, $value);
    }
}
