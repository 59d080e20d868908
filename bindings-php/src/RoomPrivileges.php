<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Loader;

/**
 * What a user may do in one room. Checked when made, also when unserialized, and never changed: keep
 * one for as many tokens as you like. Two are equal (==) where they allow the same.
 *
 * Room ids are 1 to 128 bytes of UTF-8 without NUL (error 8), stream ids 1 to 256 (error 9).
 */
final class RoomPrivileges implements \JsonSerializable
{
    private string $payload;

    /**
     * @param mixed $roomId
     * @param mixed $streamIds null and what is no list are no streams
     */
    private function __construct($roomId, bool $login, bool $publish, bool $anyStream, $streamIds, string $hint)
    {
        $payload = Loader::get()->privilegesPayload(
            Input::string($roomId),
            $login,
            $publish,
            $anyStream,
            Input::ids($streamIds)
        );
        if (\is_int($payload)) {
            throw Token04Exception::hinting($payload, self::hint($payload, $streamIds, $hint));
        }
        $this->payload = $payload;
    }

    /**
     * The user may log in to the room and publish nothing.
     *
     * @param string $roomId
     * @throws Token04Exception 8
     */
    public static function loginOnly($roomId): self
    {
        return new self($roomId, true, false, false, null, '');
    }

    /**
     * The user may publish these streams, at least one, and not log in.
     *
     * @param string $roomId
     * @param iterable<string> $streamIds
     * @throws Token04Exception 8, 9, in this order
     */
    public static function publishOnly($roomId, $streamIds): self
    {
        return new self($roomId, false, true, false, $streamIds, '');
    }

    /**
     * The user may log in and publish these streams, at least one.
     *
     * @param string $roomId
     * @param iterable<string> $streamIds
     * @throws Token04Exception 8, 9, in this order
     */
    public static function loginAndPublish($roomId, $streamIds): self
    {
        return new self($roomId, true, true, false, $streamIds, '');
    }

    /**
     * The user may log in and publish any stream.
     *
     * @param string $roomId
     * @throws Token04Exception 8
     */
    public static function loginAndPublishAny($roomId): self
    {
        return new self($roomId, true, true, true, null, '');
    }

    /**
     * From a row of a database.
     *
     * @param string $roomId
     * @param bool $login whether the user may log in; true or false, not 1 or 0
     * @param bool $publish whether the user may publish; at least one of both
     * @param iterable<string>|null $streamIds required with $publish, else ignored
     * @throws Token04Exception 12, 8, 9, in this order
     */
    public static function fromFlags($roomId, $login, $publish, $streamIds): self
    {
        if (!\is_bool($login) || !\is_bool($publish)) {
            // No flag is the error of a wrong one.
            $hint = '; login and publish must be true or false: convert numbers with (bool)';
            return new self($roomId, false, false, false, null, $hint);
        }
        return new self($roomId, $login, $publish, false, $streamIds, '');
    }

    /** The payload of a privilege token, for whatever takes a string. */
    public function payload(): string
    {
        return $this->payload;
    }

    /** Whether they allow the same, as == says too. */
    public function equals(self $other): bool
    {
        return $this->payload === $other->payload;
    }

    /** So that json_encode() writes the payload, and not the fields of this object. */
    public function jsonSerialize(): object
    {
        return \json_decode($this->payload);
    }

    public function __serialize(): array
    {
        return ['payload' => $this->payload];
    }

    /**
     * Checks what it reads like any other privileges.
     *
     * @throws Token04Exception 12, 8, 9, in this order
     * @throws \LogicException for privileges that exist already: they never change
     * @throws \UnexpectedValueException for what serialize() did not write
     */
    public function __unserialize(array $data): void
    {
        if (isset($this->payload)) {
            throw new \LogicException('RoomPrivileges never change');
        }
        $payload = $data['payload'] ?? null;
        $read = \is_string($payload) ? \json_decode($payload, true, 4) : null;
        if (!\is_array($read) || !\is_array($read['privilege'] ?? null)) {
            throw new \UnexpectedValueException('these are no serialized RoomPrivileges');
        }
        $login = ($read['privilege']['1'] ?? 0) === 1;
        $publish = ($read['privilege']['2'] ?? 0) === 1;
        $streamIds = $read['stream_id_list'] ?? null;
        $anyStream = $login && $publish && $streamIds === null;
        $this->__construct($read['room_id'] ?? null, $login, $publish, $anyStream, $streamIds, '');
        if ($this->payload !== $payload) {
            throw new \UnexpectedValueException('these are no serialized RoomPrivileges');
        }
    }

    /** What var_dump() and print_r() show: no id. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @param mixed $streamIds */
    private static function hint(int $code, $streamIds, string $hint): string
    {
        return $code === ErrorCode::STREAM_ID_INVALID && \is_string($streamIds)
            ? '; a string was given: for one stream, write [$streamId]'
            : $hint;
    }
}
