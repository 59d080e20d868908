<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Engine\Library;
use Token04\ErrorCode;
use Token04\Token04Exception;

final class EngineTest extends TestCase
{
    public function testTheLibraryIsLookedUpByOsArchitectureAndLibc(): void
    {
        self::assertSame('linux-x86_64', Library::platform('Linux', 'x86_64', false));
        self::assertSame('linux-x86_64', Library::platform('Linux', 'AMD64', false));
        self::assertSame('linux-aarch64-musl', Library::platform('Linux', 'arm64', true));
        self::assertSame('darwin-aarch64', Library::platform('Darwin', 'arm64', false));
        self::assertSame('libtoken04.so', Library::fileName('Linux'));
        self::assertSame('libtoken04.dylib', Library::fileName('Darwin'));
        self::assertSame('token04.dll', Library::fileName('Windows'));
        self::assertContains(Library::here(), Library::shipped());
    }

    public function testALibraryThatIsMissingIsNamedWithWhatWasTried(): void
    {
        $said = $this->otherwise('ffi', '/nowhere/libtoken04.so');
        foreach (['/nowhere/libtoken04.so', Library::here(), 'TOKEN04_LIBRARY'] as $part) {
            self::assertStringContainsString($part, $said);
        }
    }

    public function testWhereTheExtensionIsDemandedNoWayOfFfiIsTold(): void
    {
        $said = $this->otherwise('ext', '');
        self::assertStringContainsString('TOKEN04_ENGINE demands the extension', $said);
        self::assertNotEmpty(\preg_grep('/^extension=.*token04/', \explode("\n", $said)), $said);
        self::assertStringNotContainsString('ffi', $said);
    }

    public function testAnUnknownEngineIsRefusedWithThoseThereAre(): void
    {
        foreach (['foo', 'EXT', ' ffi'] as $engine) {
            $said = $this->otherwise($engine, '');
            self::assertStringContainsString('TOKEN04_ENGINE must be "ext", "ffi" or not set', $said);
        }
    }

    public function testOnTheCommandLineTheAdviceIsNotThatForPages(): void
    {
        $said = $this->otherwise('ffi', '', ['ffi.enable=false']);
        self::assertStringContainsString('closed to this code by ffi.enable=false', $said);
        self::assertContains('ffi.enable=preload', \explode("\n", $said));
        self::assertStringNotContainsString('opcache', $said);
        self::assertStringNotContainsString('extension', $said);
        if (!\is_file(\PHP_EXTENSION_DIR . '/ffi.so')) {
            return; // It is built into this PHP.
        }
        $said = $this->otherwise('', '', null);
        self::assertStringContainsString('neither the extension token04 nor the extension ffi', $said);
        self::assertContains('extension=ffi', \explode("\n", $said));
        self::assertStringNotContainsString('opcache', $said);
        $said = $this->otherwise('ffi', '', null);
        self::assertStringContainsString('TOKEN04_ENGINE demands FFI', $said);
        self::assertStringNotContainsString('token04.so', $said);
    }

    public function testTheTableIsTheLibrarys(): void
    {
        $constants = (new \ReflectionClass(ErrorCode::class))->getConstants();
        foreach ($constants as $name => $code) {
            $made = Token04Exception::of($code);
            self::assertSame(\strtolower($name), $made->name());
            self::assertSame($code, $made->getCode());
            self::assertNotSame('', $made->getMessage());
        }
        $known = \array_flip($constants);
        for ($code = 1; $code < 200; $code++) {
            $unknown = Token04Exception::of($code)->name() === 'unknown';
            self::assertSame(!isset($known[$code]), $unknown, (string) $code);
        }
    }

    /**
     * What a process says that has not the engine or the library it names.
     *
     * @param list<string>|null $ini settings beside those that load ffi; null loads none
     */
    private function otherwise(string $engine, string $library, ?array $ini = []): string
    {
        $script = 'require getenv("TOKEN04_PLACE") . "/vendor/autoload.php";'
            . 'try { Token04\Token04::engine(); }'
            . 'catch (Token04\EngineException $e) { echo $e->getMessage(); }';
        $command = [\PHP_BINARY, '-n'];
        if ($ini !== null && \is_file(\PHP_EXTENSION_DIR . '/ffi.so')) {
            \array_unshift($ini, 'extension=ffi');
        }
        foreach ($ini ?? [] as $setting) {
            \array_push($command, '-d', $setting);
        }
        $environment = [
            'TOKEN04_PLACE' => (string) \getenv('TOKEN04_PLACE'),
            'TOKEN04_ENGINE' => $engine,
            'TOKEN04_LIBRARY' => $library,
        ];
        \array_push($command, '-r', $script);
        $process = \proc_open($command, [1 => ['pipe', 'w']], $pipes, null, $environment);
        $said = (string) \stream_get_contents($pipes[1]);
        \proc_close($process);
        return $said;
    }
}
