<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * A prepared key behind ext-ffi; the same methods as Token04\Native\Generator.
 *
 * @internal
 */
final class FfiGenerator extends FfiHandle
{
    protected const TYPE = 'token04_generator';

    /** So many tokens of a batch are in memory beside those already made. */
    private const CHUNK = 64;

    private int $mode = 0;

    /** @var \FFI\CData the function, looked up once */
    private $generate;

    /** @var \FFI\CData the address of the first buffer */
    private $room;

    /** @var \FFI\CData the address of the length */
    private $length;

    public function __construct(FfiOutput $output)
    {
        parent::__construct($output);
        $this->generate = $this->ffi->token04_generator_generate;
        $this->room = $output->first;
        $this->length = $output->lengthAddress;
    }

    /** Prepares the key; returns the status. */
    public function open(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ): int {
        $this->mode = $mode;
        $address = \FFI::addr($this->handle);
        return $this->ffi->token04_generator_new($appId, $secret, \strlen($secret), $mode, $address);
    }

    /**
     * Nearly every call comes here, so there is as little around it as possible.
     *
     * @param mixed $userId
     * @param mixed $ttl
     * @param mixed $payload
     * @param mixed $now
     * @return string|int
     */
    public function generate($userId, $ttl, $payload, $now)
    {
        if (!\is_string($userId)) {
            $userId = Input::REFUSED;
        }
        if (!\is_int($ttl)) {
            $ttl = 0;
        }
        if (!\is_string($payload)) {
            $payload = Input::REFUSED;
        }
        if (!\is_int($now)) {
            $now = \PHP_INT_MIN;
        }
        $output = $this->output;
        if (!$output->busy) {
            $output->busy = true;
            try {
                $status = ($this->generate)(
                    $this->handle,
                    $userId,
                    \strlen($userId),
                    $ttl,
                    $payload,
                    \strlen($payload),
                    $now,
                    $this->room,
                    FfiOutput::CAPACITY,
                    $this->length
                );
                $made = $status === 0 ? \FFI::string($this->room) : $status;
                $output->busy = false;
            } catch (\Throwable $thrown) { // As in FfiOutput.
                $output->busy = false;
                throw $thrown;
            }
            if ($status !== FfiOutput::TOO_SMALL) {
                return $made;
            }
        }
        $given = [$this->handle, $userId, \strlen($userId), $ttl, $payload, \strlen($payload), $now];
        return $output->written($this->generate, $given);
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
        $userId = Input::string($userId);
        $payload = Input::string($payload);
        $times = $this->ffi->new('int64_t[3]');
        $token = $this->output->written($this->ffi->token04_generator_issue, [
            $this->handle,
            $userId,
            \strlen($userId),
            Input::integer($ttl),
            $payload,
            \strlen($payload),
            Input::now($now),
            $times,
        ]);
        return \is_int($token) ? $token : [$token, $times[0], $times[1], $times[2]];
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
        $ttl = Input::integer($ttl);
        $now = Input::now($now);
        $payload = $this->payload(Input::string($payload));
        $bytes = \strlen($payload);
        $longest = $this->ffi->TOKEN04_USER_ID_MAX;
        $stride = $this->ffi->token04_token_size($longest, $bytes, $this->mode);
        $rows = $this->ffi->new('char[' . self::CHUNK * $stride . ']');
        $given = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $written = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $statuses = $this->ffi->new('int32_t[' . self::CHUNK . ']');
        $made = [];
        // Once for an empty batch too: its lifetime is checked.
        foreach ($userIds === [] ? [[]] : \array_chunk($userIds, self::CHUNK) as $chunk) {
            $count = \count($chunk);
            foreach ($chunk as $index => $userId) {
                if (\strlen($userId) > $longest) {
                    $chunk[$index] = Input::REFUSED;
                }
            }
            if ($count > 0) {
                \FFI::memcpy($given, \pack('q*', ...\array_map('strlen', $chunk)), 8 * $count);
            }
            $status = $this->ffi->token04_generator_batch(
                $this->handle,
                \implode('', $chunk),
                $given,
                $count,
                $ttl,
                $payload,
                $bytes,
                $now,
                $rows,
                $stride,
                $written,
                $statuses
            );
            if ($status !== 0) {
                return $status;
            }
            if ($count > 0) {
                $this->collect($made, $count, $stride, $rows, $written, $statuses);
            }
        }
        return $made;
    }

    /** The payload of a batch; one that the library refuses takes no memory for its tokens. */
    private function payload(string $payload): string
    {
        $bytes = \strlen($payload);
        // Writes no token, since there is no room for one: it judges.
        $length = $this->ffi->new('size_t');
        $none = [$this->ffi->new('char[1]'), 0, \FFI::addr($length)];
        $status = ($this->generate)($this->handle, 'u', 1, 1, $payload, $bytes, 0, ...$none);
        return $status === FfiOutput::TOO_SMALL ? $payload : Input::REFUSED;
    }

    /** Reads the rows with three crossings, however many they are. */
    private function collect(
        array &$made,
        int $count,
        int $stride,
        \FFI\CData $rows,
        \FFI\CData $written,
        \FFI\CData $statuses
    ): void {
        $strings = \FFI::string($rows, $count * $stride);
        $lengths = \unpack('q*', \FFI::string($written, 8 * $count));
        $codes = \unpack('l*', \FFI::string($statuses, 4 * $count));
        for ($row = 0; $row < $count; $row++) {
            $code = $codes[$row + 1];
            $made[] = $code === 0
                ? \substr($strings, $row * $stride, $lengths[$row + 1])
                : $code;
        }
    }
}
