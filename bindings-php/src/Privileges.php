<?php

declare(strict_types=1);

namespace Token04;

/** The privileges that a token carries, read strictly: only the integer 1 allows. */
final class Privileges implements \JsonSerializable
{
    /** The room they are for. */
    public string $roomId;

    /** Whether the user may log in to the room. */
    public bool $login;

    /** Whether the user may publish. */
    public bool $publish;

    /** @var list<string>|null the streams that may be published; null is any */
    public ?array $streamIds;

    /** @param list<string>|null $streamIds null is any stream */
    public function __construct(string $roomId, bool $login, bool $publish, ?array $streamIds)
    {
        $this->roomId = $roomId;
        $this->login = $login;
        $this->publish = $publish;
        $this->streamIds = $streamIds;
    }

    /** Whether they are the same. PHP's == takes '1e3' and '1000' for the same room. */
    public function equals(self $other): bool
    {
        return $this->jsonSerialize() === $other->jsonSerialize();
    }

    /** What json_encode() writes: room_id, login, publish, stream_ids. */
    public function jsonSerialize(): array
    {
        return [
            'room_id' => $this->roomId,
            'login' => $this->login,
            'publish' => $this->publish,
            'stream_ids' => $this->streamIds,
        ];
    }

    /** What var_dump() and print_r() show: no id. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @internal */
    public static function of(?\stdClass $held): ?self
    {
        return $held === null
            ? null
            : new self($held->room_id, $held->login, $held->publish, $held->stream_ids);
    }
}
