<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\Mode;
use Token04\Token04;

/** Pre-forking servers: children use their parent's generator and never repeat its randomness. */
final class ForkTest extends TestCase
{
    private const CHILDREN = 4;
    private const TOKENS = 2000;

    public function testChildrenNeverRepeatANonce(): void
    {
        $this->compare(Mode::CBC);
    }

    public function testNorDoTheyWithGcm(): void
    {
        $this->compare(Mode::GCM);
    }

    private function compare(string $mode): void
    {
        $generator = new Generator(APP, SECRET, $mode);
        $generator->identityToken('u', 60); // Its randomness has been drawn from before the fork.
        $pipes = [];
        for ($child = 0; $child < self::CHILDREN; $child++) {
            $pair = \stream_socket_pair(\STREAM_PF_UNIX, \STREAM_SOCK_STREAM, 0);
            $process = \pcntl_fork();
            if ($process === 0) {
                \fwrite($pair[1], $this->nonces($generator));
                \fclose($pair[1]);
                // Not exit(): the parent's tests are not the child's to end.
                \posix_kill(\getmypid(), \SIGKILL);
            }
            \fclose($pair[1]);
            $pipes[$process] = $pair[0];
        }
        $nonces = \explode("\n", $this->nonces($generator));
        foreach ($pipes as $process => $pipe) {
            $nonces = \array_merge($nonces, \explode("\n", (string) \stream_get_contents($pipe)));
            \pcntl_waitpid($process, $status);
        }
        self::assertCount((self::CHILDREN + 1) * self::TOKENS, $nonces);
        // Of 2^31 nonces two are the same by chance once in some forty runs; a child that repeated
        // its parent's would repeat all.
        self::assertGreaterThan(\count($nonces) - 5, \count(\array_unique($nonces)));
    }

    private function nonces(Generator $generator): string
    {
        $nonces = [];
        for ($token = 0; $token < self::TOKENS; $token++) {
            $nonces[] = Token04::decode($generator->identityToken('u', 60), SECRET)->claims->nonce;
        }
        return \implode("\n", $nonces);
    }
}
