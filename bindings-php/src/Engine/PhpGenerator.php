<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * A prepared key in the core as PHP; the same methods as Token04\Native\Generator.
 *
 * @internal
 */
final class PhpGenerator extends PhpHandle
{
    protected const MAKE = 'generator_new';
    protected const FREE = 'generator_free';

    /** So many tokens of a batch are in memory beside those already made. */
    private const CHUNK = 16;

    // begin: limits
    /** Maximum length of a user id in bytes. */
    private const USER_ID_MAX = 64;
    // end: limits

    private int $mode;

    public function __construct(
        PhpEngine $engine,
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ) {
        $this->mode = $mode & 0xffffffff;
        parent::__construct($engine, [$appId, $secret, $this->mode]);
    }

    /**
     * @param mixed $userId
     * @param mixed $ttl
     * @param mixed $payload
     * @param mixed $now
     * @return string|int
     */
    public function generate($userId, $ttl, $payload, $now)
    {
        $userId = Input::string($userId);
        $payload = Input::string($payload);
        $engine = $this->engine();
        $instance = $engine->take();
        try {
            $generator = $this->in($instance);
            $flat = $instance->flat([$userId, Input::integer($ttl), $payload, Input::now($now)]);
            $result = $instance->written('generator_generate', [$generator, ...$flat]);
        } catch (\Throwable $thrown) {
            return PhpEngine::discard($instance, $thrown);
        }
        $engine->give($instance);
        return $result;
    }

    /**
     * @param mixed $userId
     * @param mixed $ttl
     * @param mixed $payload
     * @param mixed $now
     * @return array|int
     */
    public function issue($userId, $ttl, $payload, $now)
    {
        $given = [Input::string($userId), Input::integer($ttl), Input::string($payload), Input::now($now)];
        $instance = $this->engine()->take();
        try {
            $generator = $this->in($instance);
            $times = $instance->numbers;
            $flat = [$generator, ...$instance->flat($given), $times];
            $token = $instance->written('generator_issue', $flat);
            $machine = $instance->machine;
            if (\is_string($token)) {
                $token = [
                    $token,
                    $machine->load64($times),
                    $machine->load64($times + 8),
                    $machine->load64($times + 16),
                ];
            }
        } catch (\Throwable $thrown) {
            return PhpEngine::discard($instance, $thrown);
        }
        $this->engine()->give($instance);
        return $token;
    }

    /**
     * @param list<string> $userIds
     * @param mixed $ttl
     * @param mixed $payload
     * @param mixed $now
     * @return array|int
     */
    public function batch(array $userIds, $ttl, $payload, $now)
    {
        $instance = $this->engine()->take();
        try {
            $generator = $this->in($instance);
            $rest = [Input::integer($ttl), Input::string($payload), Input::now($now)];
            $made = $this->chunks($instance, $generator, $userIds, $rest);
        } catch (\Throwable $thrown) {
            return PhpEngine::discard($instance, $thrown);
        }
        $this->engine()->give($instance);
        return $made;
    }

    /** @return array|int */
    private function chunks(PhpInstance $instance, int $generator, array $userIds, array $rest)
    {
        $machine = $instance->machine;
        [, $payload] = $rest;
        // Writes no token, since there is no room for one: it judges. A payload that is refused takes
        // no memory for its tokens.
        $flat = $instance->flat(['u', 1, $payload, 0]);
        $none = [$instance->output, 0, $instance->length];
        if ($machine->generator_generate($generator, ...$flat, ...$none) !== PhpInstance::TOO_SMALL) {
            $rest[1] = Input::REFUSED;
        }
        $stride = $machine->token_size(self::USER_ID_MAX, \strlen($rest[1]), $this->mode);
        $rows = $machine->alloc($bytes = self::CHUNK * ($stride + 8));
        $lengths = $rows + self::CHUNK * $stride;
        $codes = $lengths + 4 * self::CHUNK;
        $made = [];
        // Once for an empty batch too: its lifetime is checked.
        foreach ($userIds === [] ? [[]] : \array_chunk($userIds, self::CHUNK) as $chunk) {
            foreach ($chunk as $index => $userId) {
                if (\strlen($userId) > self::USER_ID_MAX) {
                    $chunk[$index] = Input::REFUSED;
                }
            }
            $flat = $instance->flat([$chunk, ...$rest]);
            $room = [$rows, $stride, $lengths, $codes];
            $status = $machine->generator_batch($generator, ...$flat, ...$room);
            if ($status !== 0) {
                $made = $status;
                break;
            }
            foreach ($chunk as $row => $ignored) {
                $code = $machine->load32($codes + 4 * $row);
                $length = $machine->load32($lengths + 4 * $row);
                $made[] = $code === 0 ? $machine->read($rows + $row * $stride, $length) : $code;
            }
        }
        $machine->free($rows, $bytes);
        return $made;
    }
}
