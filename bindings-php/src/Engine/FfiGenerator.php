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

    /** @var \FFI\CData the function for prepared privileges, looked up once */
    private $prepared;

    /** @var \FFI\CData the address of the first buffer */
    private $room;

    /** @var \FFI\CData the address of the length */
    private $length;

    public function __construct(FfiOutput $output)
    {
        parent::__construct($output);
        $this->generate = $this->ffi->token04_generator_generate;
        $this->prepared = $this->ffi->token04_generator_prepared_privilege_token;
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
     * Nearly every call comes here, so there is as little around it as possible; so too
     * preparedToken().
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
            $privileges->pointer(),
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
        $given = [$userId, \strlen($userId), $ttl, $privileges->pointer()];
        return $this->withMoreRoom($this->prepared, $given, $now);
    }

    /**
     * A token that is too long for the first buffer.
     *
     * @param array $arguments those between the generator and the time
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
        $longest = $this->ffi->TOKEN04_STREAM_ID_MAX;
        [$bytes, $lengths] = $streamIds === null ? ['', null] : $output->packed($streamIds, $longest);
        do {
            $status = $this->ffi->token04_generator_privilege_token(
                $this->handle,
                $userId,
                \strlen($userId),
                Input::integer($ttl),
                $shape,
                $roomId,
                \strlen($roomId),
                $bytes,
                $lengths,
                \count($streamIds ?? []),
                FfiEngine::moment($now),
                $output->buffer,
                $output->capacity,
                $output->lengthAddress
            );
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $output->answer($status);
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
        $payload = $this->payload(Input::text($payload));
        $bytes = \strlen($payload);
        $longest = $this->ffi->TOKEN04_USER_ID_MAX;
        $stride = $this->ffi->token04_token_size($longest, $bytes, $this->mode);
        $rows = $this->ffi->new('char[' . self::CHUNK * $stride . ']');
        $given = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $told = $this->ffi->new('size_t[' . self::CHUNK . ']');
        $statuses = $this->ffi->new('int32_t[' . self::CHUNK . ']');
        $answers = [];
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

    /** The payload of a batch; one that the library refuses takes no memory for its tokens. */
    private function payload(string $payload): string
    {
        $bytes = \strlen($payload);
        // Writes no token, since there is no room for one: it judges.
        $none = [$this->room, 0, $this->length];
        $status = ($this->generate)($this->handle, 'u', 1, 1, $payload, $bytes, 0, ...$none);
        return $status === FfiOutput::TOO_SMALL ? $payload : Input::REFUSED;
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
