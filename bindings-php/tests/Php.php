<?php

declare(strict_types=1);

namespace Token04\Tests;

/** Another process of the PHP that runs the tests, with nothing of its php.ini. */
final class Php
{
    /**
     * @param string $engine "ext", "ffi", or "none" for a PHP that has neither
     * @param list<string> $ini
     * @param list<string> $arguments
     * @param array<string, string> $env
     * @return array{int, string} the exit code, and what was written to either stream
     */
    public static function run(string $engine, array $ini, array $arguments, array $env = []): array
    {
        $command = [\PHP_BINARY, '-n'];
        if ($engine === 'ext') {
            \array_unshift($ini, 'extension=' . self::extension());
        } elseif ($engine === 'ffi' && \is_file(\PHP_EXTENSION_DIR . '/ffi.so')) {
            \array_unshift($ini, 'extension=ffi');
        }
        if (\PHP_VERSION_ID < 80000 && \is_file(\PHP_EXTENSION_DIR . '/json.so')) {
            \array_unshift($ini, 'extension=json');
        }
        foreach ($ini as $setting) {
            \array_push($command, '-d', $setting);
        }
        $env += [
            'TOKEN04_PLACE' => (string) \getenv('TOKEN04_PLACE'),
            'TOKEN04_ENGINE' => $engine === 'none' ? '' : $engine,
        ];
        $streams = [1 => ['pipe', 'w'], 2 => ['redirect', 1]];
        $process = \proc_open(\array_merge($command, $arguments), $streams, $pipes, null, $env);
        $said = (string) \stream_get_contents($pipes[1]);
        return [\proc_close($process), $said];
    }

    /** The extension that was built for this PHP. */
    public static function extension(): string
    {
        return \sprintf(
            '%s/vendor/token04/token04/ext/prebuilt/php%d.%d-nts-linux-%s/token04.so',
            \realpath((string) \getenv('TOKEN04_PLACE')),
            \PHP_MAJOR_VERSION,
            \PHP_MINOR_VERSION,
            \php_uname('m')
        );
    }
}
