<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Engine\Library;
use Token04\ErrorCode;
use Token04\Token04Exception;

require_once __DIR__ . '/../Php.php';

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

    public function testWithoutExtensionAndFfiTheCoreRunsAsPhp(): void
    {
        $script = 'require getenv("TOKEN04_PLACE") . "/vendor/autoload.php"; echo Token04\Token04::engine();';
        $closed = \is_file(\PHP_EXTENSION_DIR . '/ffi.so') ? [] : ['ffi.enable=false'];
        self::assertSame([0, 'php'], Php::run('none', $closed, ['-r', $script]));
        self::assertSame([0, 'php'], Php::run('ffi', ['ffi.enable=false'], ['-r', $script], ['TOKEN04_ENGINE' => '']));
        // A library that somebody names is used, or its error is reported.
        $named = ['TOKEN04_ENGINE' => '', 'TOKEN04_LIBRARY' => '/nowhere/libtoken04.so'];
        self::assertStringContainsString('/nowhere', Php::run('ffi', [], ['-r', $script], $named)[1]);
    }

    public function testTheDropInThrowsNothingForLackOfAnEngine(): void
    {
        $script = 'require getenv("TOKEN04_PLACE") . "/vendor/autoload.php";'
            . '$made = ZEGO\ZegoServerAssistant::generateToken04(1, "u", str_repeat("s", 32), 60);'
            . 'echo $made->code, " ", $made->message, " ", $made->token;';
        foreach (['ext', 'ffi', 'foo'] as $engine) {
            [$status, $said] = Php::run('none', [], ['-r', $script], ['TOKEN04_ENGINE' => $engine]);
            self::assertSame(0, $status, $said);
            self::assertMatchesRegularExpression('/^90 token04: .*TOKEN04_ENGINE[^~]* $/', $said);
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
            self::assertStringContainsString('TOKEN04_ENGINE must be "ext", "ffi", "php" or not set', $said);
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
        $said = $this->otherwise('ffi', '', null);
        self::assertStringContainsString('TOKEN04_ENGINE demands FFI', $said);
        self::assertContains('extension=ffi', \explode("\n", $said));
        self::assertStringNotContainsString('token04.so', $said);
    }

    public function testAnUpdatedPackageGoesOnWithTheExtensionThatIsLoaded(): void
    {
        $updated = ['Token04.php' => ["VERSION = '0.1.0'", "VERSION = '7.0.0'"]];
        self::assertSame('ext', $this->engineOfAnother($updated));
    }

    public function testAnExtensionOfAnotherAbiIsNotUsed(): void
    {
        $older = ['Engine/ExtEngine.php' => ['$function()', '$function() - 1']];
        self::assertSame('ffi', $this->engineOfAnother($older));
        $noFfi = $older + ['Engine/FfiEngine.php' => ['=== false;', '=== 0;']];
        self::assertSame('php', $this->engineOfAnother($noFfi));
        $newer = ['Engine/Loader.php' => ['ABI_VERSION = ', 'ABI_VERSION = 7']];
        foreach (['' => 'engine "php"', 'php' => 'engine "php"', 'ext' => 'extension token04'] as $engine => $what) {
            $said = $this->engineOfAnother($newer, $engine);
            $begin = "/^93 token04: the $what has ABI version \\d+, this/";
            self::assertMatchesRegularExpression($begin, $said);
            self::assertStringContainsString('restart PHP', $said);
        }
        $said = $this->engineOfAnother($newer, 'ffi');
        self::assertMatchesRegularExpression('/^93 token04: the library \S+ has ABI version \d+, this/', $said);
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
        $loads = $ini === null ? 'none' : 'ffi';
        $environment = ['TOKEN04_ENGINE' => $engine, 'TOKEN04_LIBRARY' => $library];
        return Php::run($loads, $ini ?? [], ['-r', $script], $environment)[1];
    }

    /**
     * The engine of a package that differs from the installed one, with its extension loaded; or
     * why there is none.
     *
     * @param array<string, array{string, string}> $changes of files below src: what becomes what
     */
    private function engineOfAnother(array $changes, string $engine = ''): string
    {
        $installed = \realpath((string) \getenv('TOKEN04_PLACE')) . '/vendor/token04/token04';
        $other = \sys_get_temp_dir() . '/token04-other-' . \bin2hex(\random_bytes(6));
        \mkdir("$other/src/Engine/Php", 0700, true);
        \symlink("$installed/lib", "$other/lib");
        foreach ((array) \glob("$installed/src/{*,Engine/*,Engine/Php/*}.php", \GLOB_BRACE) as $file) {
            $name = \substr((string) $file, \strlen("$installed/src/"));
            [$from, $to] = $changes[$name] ?? ['<?php', '<?php'];
            $text = (string) \file_get_contents((string) $file);
            self::assertStringContainsString($from, $text, $name);
            \file_put_contents("$other/src/$name", \str_replace($from, $to, $text));
        }
        $script = 'spl_autoload_register(function ($class) {'
            . 'require "' . $other . '/src/" . strtr(substr($class, 8), "\\\\", "/") . ".php"; });'
            . 'try { echo Token04\Token04::engine(); }'
            . 'catch (Token04\EngineException $e) { echo $e->getCode(), " ", $e->getMessage(); }';
        $ini = \is_file(\PHP_EXTENSION_DIR . '/ffi.so') ? ['extension=ffi'] : [];
        $said = Php::run('ext', $ini, ['-r', $script], ['TOKEN04_ENGINE' => $engine])[1];
        \array_map('unlink', (array) \glob("$other/src/{*,Engine/*,Engine/Php/*}.php", \GLOB_BRACE));
        \unlink("$other/lib");
        \array_map('rmdir', ["$other/src/Engine/Php", "$other/src/Engine", "$other/src", $other]);
        return $said;
    }
}
