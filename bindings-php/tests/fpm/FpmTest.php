<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Verifier;

require_once __DIR__ . '/Fpm.php';

/** Real PHP-FPM, which closes FFI to pages unless a setting opens it. */
final class FpmTest extends TestCase
{
    private const PAGE = __DIR__ . '/page.php';

    private ?Fpm $fpm = null;

    protected function tearDown(): void
    {
        if ($this->fpm !== null) {
            $this->fpm->stop();
        }
    }

    public function testTheExtensionNeedsNothingElse(): void
    {
        $this->start(['extension' => $this->place() . '/token04.so']);
        $this->mints('ext');
    }

    public function testPreloadingOpensFfiToThisPackage(): void
    {
        $this->start(['opcache.preload' => $this->installed() . '/preload.php'] + $this->user());
        $this->mints('ffi');
    }

    public function testAPreloadedHeaderIsUsed(): void
    {
        $header = \tempnam(\sys_get_temp_dir(), 'token04');
        $script = $this->installed() . '/bin/token04-preload-header';
        \file_put_contents($header, \shell_exec(\escapeshellarg(\PHP_BINARY) . ' ' . \escapeshellarg($script)));
        $preload = ['opcache.preload' => $this->installed() . '/preload.php', 'ffi.preload' => $header];
        // A library that cannot be loaded by any other way than the header.
        $this->start($preload + $this->user(), ['TOKEN04_LIBRARY' => '/nowhere']);
        $this->mints('ffi');
        \unlink($header);
    }

    public function testFfiForAllCodeWorksToo(): void
    {
        $this->start(['ffi.enable' => 'true']);
        $this->mints('ffi');
    }

    /** Shared hosting: no extension, FFI closed to pages, and nobody who changes php.ini. */
    public function testWithNeitherTheCoreRunsAsPhp(): void
    {
        $site = \dirname($this->place());
        $settings = [
            'as it is' => [],
            'without opcache' => ['opcache.enable' => '0'],
            'what hosts forbid' => [
                'disable_functions' => 'exec,passthru,shell_exec,system,proc_open,popen,dl,php_uname,getmypid,'
                    . 'ini_set,set_time_limit,putenv,posix_getpwuid,glob,symlink,link,pcntl_fork',
                'memory_limit' => '32M',
                'open_basedir' => $site . ':' . \dirname(__DIR__),
            ],
            'the same without opcache' => ['opcache.enable' => '0', 'memory_limit' => '32M', 'open_basedir' => $site
                . ':' . \dirname(__DIR__)],
            'no OpenSSL' => ['disable_functions' => 'openssl_encrypt,openssl_decrypt', 'memory_limit' => '32M'],
        ];
        foreach ($settings as $what => $ini) {
            $this->start($ini + ['display_errors' => '1', 'error_reporting' => '-1']);
            $this->mints('php');
            self::assertStringNotContainsString('NOTICE: PHP message', $this->fpm->said(), $what);
            $this->fpm->stop();
        }
        $this->start([]);
        [$status, , $said] = $this->fpm->request(__DIR__ . '/dropin.php', 'GET');
        self::assertSame(200, $status);
        self::assertMatchesRegularExpression('/^php 0 success 04\S{100,}$/', $said);
    }

    /** What a request has to read that mints and verifies nothing. */
    public function testMintingLoadsNoMoreThanItNeeds(): void
    {
        $this->start([]);
        [, , $said] = $this->fpm->request(__DIR__ . '/dropin.php', 'POST', '', 'loaded');
        self::assertMatchesRegularExpression('/^php 0 success 04\S+ Minting$/', $said);
    }

    public function testWhereFfiIsDemandedThePageSaysWhichLinesToAdd(): void
    {
        $this->start([], ['TOKEN04_ENGINE' => 'ext']);
        $byExtension = \explode("\n", $this->fpm->request(self::PAGE, 'GET')[2]);
        self::assertNotEmpty(\preg_grep('/^extension=.*token04/', $byExtension));
        $this->fpm->stop();
        $this->start([], ['TOKEN04_ENGINE' => 'ffi']);
        [, , $said] = $this->fpm->request(self::PAGE, 'GET');
        self::assertStringContainsString('FFI is closed to this code', $said);
        $lines = \array_merge($byExtension, \explode("\n", $said));
        self::assertContains('opcache.preload=' . $this->installed() . '/preload.php', $lines);
        self::assertNotEmpty(\preg_grep('/^opcache\.preload_user=/', $lines), $said);
        self::assertContains('ffi.enable=true', $lines);
        $pool = \array_values((array) \preg_grep('/^php_admin_value/', $lines));
        self::assertCount(2, $pool, $said);
        // Doing what it says helps.
        $this->fpm->stop();
        $ini = [];
        foreach (\preg_grep('/^(opcache|extension)[a-z._]*=/', $lines) as $line) {
            [$name, $value] = \explode('=', \explode(' ;', $line)[0], 2);
            $ini[$name] = $value;
        }
        self::assertFileExists($ini['extension']);
        $this->start($this->user() + $ini);
        $this->mints('ext');
        $this->fpm->stop();
        unset($ini['extension']);
        $this->start($this->user() + $ini);
        $this->mints('ffi');
        foreach (['ext', 'ffi'] as $way => $engine) {
            $this->fpm->stop();
            $this->start([], [], [$pool[$way]]);
            $this->mints($engine);
        }
    }

    /** A worker lives for many requests. What a request prepared is gone with it, however it ended. */
    public function testAWorkerKeepsNoKeyOfARequestThatFailed(): void
    {
        $this->keepsNoKey(['extension' => $this->place() . '/token04.so']);
        $this->fpm->stop();
        $this->keepsNoKey(['ffi.enable' => 'true']);
    }

    private function keepsNoKey(array $engine): void
    {
        $this->start($engine + ['memory_limit' => '32M', 'log_errors' => '0', 'display_errors' => '0']);
        $page = __DIR__ . '/exhaust.php';
        $copies = function () use ($page): int {
            [, , $said] = $this->fpm->request($page, 'POST');
            self::assertGreaterThan(0, (int) $said, $said);
            return (int) $said;
        };
        foreach (['exit', 'a token at the end'] as $good) {
            [$status, , $said] = $this->fpm->request($page, 'POST', '', $good);
            self::assertSame([200, $good === 'exit' ? '' : 'token'], [$status, $said]);
        }
        $before = $copies();
        $bad = ['one large string', 'many small arrays', 'keys alone', 'a fatal error', 'an exception', 'time'];
        foreach ($bad as $how) {
            for ($request = 0; $request < ($how === 'time' ? 1 : 10); $request++) {
                self::assertSame(500, $this->fpm->request($page, 'POST', '', $how)[0], $how);
            }
            // One request alone prepares 100 keys.
            self::assertLessThan($before + 50, $copies(), "after $how");
        }
    }

    public function testTheExampleServesTheUserOfTheSession(): void
    {
        $env = ['DEMO_ROOMS' => 'user1:room1,user2:room2'];
        $this->start(['extension' => $this->place() . '/token04.so'], $env);
        $page = $this->installed() . '/examples/token.php';
        self::assertSame(401, $this->fpm->request($page, 'POST')[0]);
        self::assertSame(401, $this->fpm->request($page, 'POST', 'PHPSESSID=forged', '{"user_id":"root"}')[0]);
        $cookie = $this->fpm->logIn('user1');
        [$status, $headers, $body] = $this->fpm->request($page, 'POST', $cookie, '{"user_id":"root"}');
        self::assertSame(200, $status, $body);
        self::assertMatchesRegularExpression('/^Cache-Control: no-store\r?$/m', $headers);
        $reply = \json_decode($body, true);
        self::assertSame($reply['expires_at'] - 30, $reply['refresh_at']);
        $verifier = new Verifier(APP, SECRET);
        $verifier->verifyUser($reply['token'], 'user1');
        [, , $body] = $this->fpm->request($page, 'POST', $cookie, '{"room_id":"room1"}');
        $verifier->verifyLogin(\json_decode($body, true)['token'], 'user1', 'room1');
        self::assertSame(400, $this->fpm->request($page, 'POST', $cookie, '{"room_id":""}')[0]);
        // A client may ask for any room, and gets only those of its user.
        self::assertSame(403, $this->fpm->request($page, 'POST', $cookie, '{"room_id":"room2"}')[0]);
    }

    public function testTheExampleRefusesHostileRequests(): void
    {
        $limits = ['php_admin_value[memory_limit] = 16M', 'php_admin_flag[display_errors] = on'];
        $env = ['DEMO_ROOMS' => 'user1:room1'];
        $this->start(['extension' => $this->place() . '/token04.so'], $env, $limits);
        $page = $this->installed() . '/examples/token.php';
        $cookie = $this->fpm->logIn('user1');
        $huge = \str_repeat('x', 4 << 20);
        $json = static function (array $fields): string {
            return (string) \json_encode($fields);
        };
        $deep = \str_repeat('{"room_id":', 300) . '1' . \str_repeat('}', 300);
        $requests = [
            'no session, another method' => [401, 'GET', '', ''],
            'no session, a huge body' => [401, 'POST', '', $huge],
            'a forged session' => [401, 'POST', 'PHPSESSID=' . \str_repeat('a', 32), $huge],
            'a session that is a path' => [401, 'POST', 'PHPSESSID=../../../../etc/passwd', ''],
            'a session that is a list' => [401, 'POST', 'PHPSESSID[]=a', ''],
            'a session with a NUL' => [401, 'POST', 'PHPSESSID=%00' . \str_repeat('a', 32), ''],
            'no user id' => [401, 'POST', $this->fpm->logIn(''), ''],
            'a user id of 65 bytes' => [400, 'POST', $this->fpm->logIn(\str_repeat('u', 65)), ''],
            'a user id with a NUL' => [400, 'POST', $this->fpm->logIn("u\0"), ''],
            'a user id that is no UTF-8' => [400, 'POST', $this->fpm->logIn("\xff"), ''],
            'another method' => [405, 'GET', $cookie, ''],
            'a huge body' => [413, 'POST', $cookie, $huge],
            'a body of one byte too many' => [413, 'POST', $cookie, \str_repeat(' ', 4097)],
            'no JSON' => [400, 'POST', $cookie, '{'],
            'no object' => [400, 'POST', $cookie, '["room1"]'],
            'a number' => [400, 'POST', $cookie, '1e999'],
            'a key that no object can hold' => [400, 'POST', $cookie, '{"\u0000":1}'],
            'a deep object' => [400, 'POST', $cookie, $deep],
            'a room that is a list' => [400, 'POST', $cookie, $json(['room_id' => ['room1']])],
            'a room that is true' => [400, 'POST', $cookie, $json(['room_id' => true])],
            'a room without a name' => [400, 'POST', $cookie, $json(['room_id' => ''])],
            'a room that is too long' => [400, 'POST', $cookie, $json(['room_id' => \str_repeat('r', 129)])],
            'a room of others' => [403, 'POST', $cookie, $json(['room_id' => 'room2'])],
            'another user' => [200, 'POST', $cookie, $json(['user_id' => 'root'])],
            'a good room' => [200, 'POST', $cookie, $json(['room_id' => 'room1'])],
        ];
        foreach ($requests as $what => [$wanted, $method, $session, $body]) {
            [$status, $headers, $said] = $this->fpm->request($page, $method, $session, $body);
            self::assertSame($wanted, $status, "$what: $said " . $this->fpm->said());
            $reply = \json_decode($said, true);
            self::assertIsArray($reply, "$what: $said");
            self::assertSame($wanted === 200 ? 'token' : 'error', \array_keys($reply)[0], $what);
            self::assertMatchesRegularExpression('/^Content-type: application\/json/mi', $headers);
        }
        // A body that says that it is short.
        $more = ['CONTENT_LENGTH' => '9'];
        self::assertSame(400, $this->fpm->request($page, 'POST', $cookie, $huge, $more)[0]);
        self::assertStringNotContainsString('PHP Warning', $this->fpm->said());
    }

    public function testTheExampleWithoutASecretSaysNothingToItsClient(): void
    {
        $secret = \str_repeat('ab', 32);
        $this->start(['extension' => $this->place() . '/token04.so'], ['ZEGO_SERVER_SECRET' => $secret]);
        $page = $this->installed() . '/examples/token.php';
        [$status, , $body] = $this->fpm->request($page, 'POST', $this->fpm->logIn('user1'));
        self::assertSame([500, '{"error":"the token service is not available"}'], [$status, $body]);
        self::assertStringContainsString('AppSign', $this->fpm->said());
        self::assertStringNotContainsString($secret, $this->fpm->said());
    }

    public function testTheExampleWithoutAnEngineSendsJson(): void
    {
        $this->start([], ['TOKEN04_ENGINE' => 'ffi']);
        $page = $this->installed() . '/examples/token.php';
        [$status, , $body] = $this->fpm->request($page, 'POST', $this->fpm->logIn('user1'));
        self::assertSame([500, '{"error":"the token service is not available"}'], [$status, $body]);
        self::assertStringContainsString('FFI is closed to this code', $this->fpm->said());
    }

    public function testTheStartFailsWhereTheSecretIsMissingOrAnAppSign(): void
    {
        $check = function (string $variables): array {
            $script = $this->installed() . '/examples/check.php';
            $unset = '-u ZEGO_SERVER_SECRET -u ZEGO_PREVIOUS_SERVER_SECRET -u TOKEN04_ENGINE -u APP_AUTOLOAD';
            $command = "cd / && env $unset ZEGO_APP_ID=" . APP . " $variables "
                . \escapeshellarg(\PHP_BINARY) . " $script 2>&1";
            \exec($command, $lines, $status);
            return [$status, \implode("\n", $lines)];
        };
        $good = 'ZEGO_SERVER_SECRET=' . SECRET;
        [$status, $said] = $check('');
        $wanted = 'environment variable ZEGO_SERVER_SECRET is not set: ';
        self::assertSame([1, 0], [$status, \strpos($said, $wanted)], $said);
        [$status, $said] = $check('ZEGO_SERVER_SECRET=' . \str_repeat('ab', 32));
        self::assertSame(1, $status);
        self::assertStringContainsString('AppSign', $said);
        [$status, $said] = $check("$good ZEGO_PREVIOUS_SERVER_SECRET=short");
        $wanted = 'environment variable ZEGO_PREVIOUS_SERVER_SECRET is invalid: ';
        self::assertSame([1, 0], [$status, \strpos($said, $wanted)], $said);
        [$status, $said] = $check("$good TOKEN04_ENGINE=foo");
        self::assertSame([1, 0], [$status, \strpos($said, 'token04: the environment variable')], $said);
        [$status, $said] = $check("$good ZEGO_PREVIOUS_SERVER_SECRET=");
        self::assertSame([0, 'ready, engine ffi'], [$status, $said]);
        // The upstream file, which an app forgot and still loads.
        $upstream = \tempnam(\sys_get_temp_dir(), 'upstream');
        $autoload = $this->installed() . '/../../autoload.php';
        \file_put_contents($upstream, "<?php namespace ZEGO; class ZegoServerAssistant {} require '$autoload';");
        [$status, $said] = $check("$good APP_AUTOLOAD=$upstream");
        self::assertSame(1, $status, $said);
        self::assertStringContainsString("ZEGO\\ZegoServerAssistant is not this package's: $upstream", $said);
        \unlink($upstream);
    }

    private function start(array $ini, array $env = [], array $pool = []): void
    {
        $this->fpm = new Fpm($ini, $env + [
            'APP_AUTOLOAD' => $this->place() . '/vendor/autoload.php',
            'ZEGO_APP_ID' => (string) APP,
            'ZEGO_SERVER_SECRET' => SECRET,
        ], $pool);
    }

    private function mints(string $engine): void
    {
        for ($request = 0; $request < 3; $request++) {
            [$status, , $said] = $this->fpm->request(self::PAGE, 'GET');
            self::assertMatchesRegularExpression("/^$engine 04\S+ 1 2$/", $said, $this->fpm->said());
            self::assertSame(200, $status);
        }
        self::assertStringNotContainsString('Warning', $this->fpm->said());
    }

    private function user(): array
    {
        return \posix_geteuid() === 0 ? ['opcache.preload_user' => 'root'] : [];
    }

    private function place(): string
    {
        return (string) \realpath((string) \getenv('TOKEN04_PLACE'));
    }

    private function installed(): string
    {
        return $this->place() . '/vendor/token04/token04';
    }
}
