<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Verifier;
use ZEGO\ZegoServerAssistant;

/**
 * A signal handler runs between any two function calls, also in the middle of a call of this
 * package, and may call it as well. Neither may get the other's result.
 */
final class InterruptTest extends TestCase
{
    private const SECONDS = 0.5;

    private static int $signals = 0;

    protected function setUp(): void
    {
        if (!\extension_loaded('pcntl') || !\extension_loaded('posix')) {
            self::markTestSkipped('needs pcntl and posix');
        }
    }

    public function testVerifyUserNeverReturnsAnotherUser(): void
    {
        $verifier = new Verifier(APP, SECRET);
        $generator = new Generator(APP, SECRET);
        $token = $generator->identityToken('alice', 600);
        $other = $generator->identityToken('mallory', 600);
        $users = self::under(
            static function () use ($verifier, $other): void {
                $verifier->verify($other);
            },
            static function () use ($verifier, $token): string {
                return $verifier->verifyUser($token, 'alice')->claims->userId;
            }
        );
        self::assertSame(['alice'], $users);
    }

    public function testMintingNeverReturnsAnotherToken(): void
    {
        $generator = new Generator(APP, SECRET);
        $long = \str_repeat('x', 9000); // does not fit the first buffer
        $calls = [
            static function () use ($generator): string {
                return $generator->identityToken('alice', 600);
            },
            static function () use ($generator, $long): string {
                return $generator->generate('alice', 600, $long);
            },
            static function () use ($generator): string {
                return $generator->issue('alice', 600, '')->token;
            },
            static function () use ($generator): string {
                return $generator->generateBatch(['alice'], 600, '')[0];
            },
            static function (): string {
                return ZegoServerAssistant::generateToken04(APP, 'alice', SECRET, 600, '')->token;
            },
        ];
        foreach ($calls as $call) {
            $users = self::under(
                static function () use ($generator, $long): void {
                    $generator->generate('mallory', 600, '');
                    $generator->generate('mallory', 600, $long);
                    $generator->generateBatch(['mallory'], 600, '');
                },
                static function () use ($call): string {
                    return Token04::decode($call(), SECRET)->claims->userId;
                }
            );
            self::assertSame(['alice'], $users);
        }
    }

    public function testListsKeepTheirLengths(): void
    {
        $long = \str_repeat('s', 200);
        $payloads = self::under(
            static function () use ($long): void {
                RoomPrivileges::publishOnly('other', [$long, $long]);
            },
            static function (): string {
                return RoomPrivileges::publishOnly('room', ['a', 'b'])->payload();
            }
        );
        $expected = '{"room_id":"room","privilege":{"1":0,"2":1},"stream_id_list":["a","b"]}';
        self::assertSame([$expected], $payloads);
    }

    /**
     * Makes a call again and again while another process sends signals, and returns its results.
     *
     * @return list<string>
     */
    private static function under(callable $handler, callable $call): array
    {
        self::$signals = 0;
        \pcntl_async_signals(true);
        \pcntl_signal(\SIGUSR1, static function () use ($handler): void {
            self::$signals++;
            $handler();
        });
        $self = \posix_getpid();
        $child = \pcntl_fork();
        if ($child === 0) {
            $end = \microtime(true) + 60;
            while (\microtime(true) < $end && \posix_kill($self, \SIGUSR1)) {
                \usleep(50);
            }
            \posix_kill(\posix_getpid(), \SIGKILL);
        }
        $results = [];
        $end = \microtime(true) + self::SECONDS;
        try {
            while (\microtime(true) < $end || self::$signals < 100) {
                $results[$call()] = true;
            }
        } finally {
            \posix_kill($child, \SIGKILL);
            \pcntl_waitpid($child, $status);
            \pcntl_signal(\SIGUSR1, \SIG_DFL);
        }
        return \array_map('strval', \array_keys($results));
    }
}
