<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\Mode;

/** Pre-forking servers: children go on with their parent's generator and never repeat an IV. */
final class ForkTest extends TestCase
{
    private const CHILDREN = 4;
    private const TOKENS = 2000;

    public function testChildrenNeverRepeatAnIv(): void
    {
        $this->compare(Mode::CBC, 16);
    }

    public function testNorDoTheyWithGcm(): void
    {
        $this->compare(Mode::GCM, 12);
    }

    private function compare(string $mode, int $bytes): void
    {
        $generator = new Generator(APP, SECRET, $mode);
        $generator->identityToken('u', 60); // Its randomness has been drawn from before the fork.
        $pipes = [];
        for ($child = 0; $child < self::CHILDREN; $child++) {
            $pair = \stream_socket_pair(\STREAM_PF_UNIX, \STREAM_SOCK_STREAM, 0);
            $process = \pcntl_fork();
            if ($process === 0) {
                \fwrite($pair[1], $this->ivs($generator, $bytes));
                \fclose($pair[1]);
                // Not exit(): the parent's tests are not the child's to end.
                \posix_kill(\getmypid(), \SIGKILL);
            }
            \fclose($pair[1]);
            $pipes[$process] = $pair[0];
        }
        $ivs = \explode("\n", $this->ivs($generator, $bytes));
        foreach ($pipes as $process => $pipe) {
            $ivs = \array_merge($ivs, \explode("\n", (string) \stream_get_contents($pipe)));
            \pcntl_waitpid($process, $status);
        }
        self::assertCount((self::CHILDREN + 1) * self::TOKENS, $ivs);
        self::assertSame(\count($ivs), \count(\array_unique($ivs)));
    }

    private function ivs(Generator $generator, int $bytes): string
    {
        $ivs = [];
        for ($token = 0; $token < self::TOKENS; $token++) {
            $envelope = (string) \base64_decode(\substr($generator->identityToken('u', 60), 2), true);
            $ivs[] = \bin2hex(\substr($envelope, 10, $bytes));
        }
        return \implode("\n", $ivs);
    }
}
