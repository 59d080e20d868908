<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * A prepared key behind ext-ffi; the same methods as Token04\Native\Generator.
 *
 * @internal
 */
final class FfiGenerator
{
    use Sealed {
        __clone as private; // A copy would free the same memory again.
    }

    /** So many tokens of a batch lie in memory beside those already made. */
    private const CHUNK = 64;
    private const USER_ID_MAX = 64;

    private \FFI $ffi;

    /** @var \FFI\CData */
    private $handle;

    private FfiOutput $output;

    private int $mode;

    /** @var \FFI\CData the function, looked up once */
    private $generate;

    /** @var \FFI\CData the function for prepared privileges, looked up once */
    private $prepared;

    /** @var \FFI\CData the address of the first buffer */
    private $room;

    /** @var \FFI\CData the address of the length */
    private $length;

    public function __construct(FfiOutput $output, \FFI\CData $handle, int $mode)
    {
        $this->ffi = $output->ffi;
        $this->output = $output;
        $this->handle = $handle;
        $this->mode = $mode;
        $this->generate = $this->ffi->token04_generator_generate;
        $this->prepared = $this->ffi->token04_generator_prepared_privilege_token;
        $this->room = $output->first;
        $this->length = $output->lengthAddress;
    }

    public function __destruct()
    {
        $this->ffi->token04_generator_free($this->handle);
    }

    /**
     * The way of nearly every call, with as little around it as can be; preparedToken() too.
     *
     * @param mixed $userId
     * @param mixed $ttl
     * @param mixed $payload
     * @return string|int
     */
    public function generate($userId, $ttl, $payload, int $now)
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
        $status = ($this->generate)(
            $this->handle,
            $userId,
            \strlen($userId),
            $ttl,
            $payload,
            \strlen($payload),
            $now === \PHP_INT_MIN ? $now + 1 : $now,
            $this->room,
            FfiOutput::CAPACITY,
            $this->length
        );
        if ($status === 0) {
            return \FFI::string($this->room);
        }
        if ($status !== FfiOutput::TOO_SMALL) {
            return $status;
        }
        $given = [$userId, \strlen($userId), $ttl, $payload, \strlen($payload)];
        return $this->withMoreRoom($this->generate, $given, $now);
    }

    /**
     * @param mixed $userId
     * @param mixed $ttl
     * @return string|int
     */
    public function preparedToken($userId, $ttl, FfiPrivileges $privileges, int $now)
    {
        if (!\is_string($userId)) {
            $userId = Input::REFUSED;
        }
        if (!\is_int($ttl)) {
            $ttl = 0;
        }
        $status = ($this->prepared)(
            $this->handle,
            $userId,
            \strlen($userId),
            $ttl,
            $privileges->handle,
            $now === \PHP_INT_MIN ? $now + 1 : $now,
            $this->room,
            FfiOutput::CAPACITY,
            $this->length
        );
        if ($status === 0) {
            return \FFI::string($this->room);
        }
        if ($status !== FfiOutput::TOO_SMALL) {
            return $status;
        }
        $given = [$userId, \strlen($userId), $ttl, $privileges->handle];
        return $this->withMoreRoom($this->prepared, $given, $now);
    }

    /**
     * The token that has no room in the first buffer.
     *
     * @param array $arguments those between the generator and the moment
     * @return string|int
     */
    private function withMoreRoom(\FFI\CData $function, array $arguments, int $now)
    {
        $output = $this->output;
        $arguments[] = FfiEngine::moment($now);
        do {
            $room = [$output->buffer, $output->capacity, $output->lengthAddress];
            $status = $function($this->handle, ...$arguments, ...$room);
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $output->answer($status);
    }

    /**
     * @param mixed $userId
     * @param mixed $ttl
     * @return string|int
     */
    public function privilegeToken(
        $userId,
        $ttl,
        int $shape,
        string $roomId,
        ?array $streamIds,
        int $now
    ) {
        $userId = Input::text($userId);
        $output = $this->output;
        do {
            $status = $this->ffi->token04_generator_privilege_token(
                $this->handle,
                $userId,
                \strlen($userId),
                Input::integer($ttl),
                $shape,
                $roomId,
                \strlen($roomId),
                $streamIds === null ? '' : \implode('', $streamIds),
                $streamIds === null ? null : $output->lengths($streamIds),
                $streamIds === null ? 0 : \count($streamIds),
                FfiEngine::moment($now),
                $output->buffer,
                $output->capacity,
                $output->lengthAddress
            );
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $status === 0 ? \FFI::string($output->buffer) : $status;
    }

    /**
     * @param mixed $userId
     * @param mixed $ttl
     * @param mixed $payload
     * @return array|int
     */
    public function issue($userId, $ttl, $payload, int $now)
    {
        $userId = Input::text($userId);
        $ttl = Input::integer($ttl);
        $payload = Input::text($payload);
        $output = $this->output;
        $moments = $this->ffi->new('int64_t[3]');
        do {
            $status = $this->ffi->token04_generator_issue(
                $this->handle,
                $userId,
                \strlen($userId),
                $ttl,
                $payload,
                \strlen($payload),
                FfiEngine::moment($now),
                $moments,
                $output->buffer,
                $output->capacity,
                $output->lengthAddress
            );
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        $token = $output->answer($status);
        return \is_int($token) ? $token : [$token, $moments[0], $moments[1], $moments[2]];
    }

    /**
     * @param list<string> $userIds
     * @param mixed $ttl
     * @param mixed $payload
     * @return array|int
     */
    public function batch(array $userIds, $ttl, $payload, int $now)
    {
        $ttl = Input::integer($ttl);
        $payload = Input::text($payload);
        $bytes = \strlen($payload);
        $stride = $this->ffi->token04_token_size(self::USER_ID_MAX, $bytes, $this->mode);
        $rows = $this->ffi->new('char[' . self::CHUNK * $stride . ']');
        $given = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $told = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $statuses = $this->ffi->new('int32_t[' . self::CHUNK . ']');
        $answers = [];
        // Once for an empty batch too: its lifetime is checked.
        foreach ($userIds === [] ? [[]] : \array_chunk($userIds, self::CHUNK) as $chunk) {
            $count = \count($chunk);
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
                FfiEngine::moment($now),
                $rows,
                $stride,
                $told,
                $statuses
            );
            if ($status !== 0) {
                return $status;
            }
            if ($count > 0) {
                $this->collect($answers, $count, $stride, $rows, $told, $statuses);
            }
        }
        return $answers;
    }

    /** Reads the rows with three crossings, however many they are. */
    private function collect(
        array &$answers,
        int $count,
        int $stride,
        \FFI\CData $rows,
        \FFI\CData $told,
        \FFI\CData $statuses
    ): void {
        $texts = \FFI::string($rows, $count * $stride);
        $lengths = \unpack('q*', \FFI::string($told, 8 * $count));
        $codes = \unpack('l*', \FFI::string($statuses, 4 * $count));
        for ($row = 0; $row < $count; $row++) {
            $code = $codes[$row + 1];
            $answers[] = $code === 0
                ? \substr($texts, $row * $stride, $lengths[$row + 1])
                : $code;
        }
    }
}
