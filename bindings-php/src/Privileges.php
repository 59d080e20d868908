<?php

declare(strict_types=1);

namespace Token04;

/** The privileges that a token carries, read strictly: only the integer 1 allows. */
final class Privileges
{
    /** The room they are for. */
    public string $roomId;

    /** Whether the user may log in to the room. */
    public bool $login;

    /** Whether the user may publish. */
    public bool $publish;

    /** @var list<string>|null the streams that may be published; null is any */
    public ?array $streamIds;

    /** @internal */
    public function __construct(\stdClass $privileges)
    {
        $this->roomId = $privileges->room_id;
        $this->login = $privileges->login;
        $this->publish = $privileges->publish;
        $this->streamIds = $privileges->stream_ids;
    }

    /** What var_dump() and print_r() show: no id. */
    public function __debugInfo(): array
    {
        return [];
    }
}
