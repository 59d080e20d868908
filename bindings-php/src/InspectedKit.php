<?php

declare(strict_types=1);

namespace Token04;

/** What a token of the web UI kit holds beside the plain one. Nothing protects it. */
final class InspectedKit implements \JsonSerializable
{
    /** The user, as the kit has it. */
    public string $userId;

    /** The room, as the kit has it. */
    public string $roomId;

    /** The user's name, percent-decoded. */
    public string $userName;

    /** The app, as the kit has it. */
    public int $appId;

    /** @internal */
    public function __construct(\stdClass $kit)
    {
        $this->userId = $kit->user_id;
        $this->roomId = $kit->room_id;
        $this->userName = $kit->user_name;
        $this->appId = $kit->app_id;
    }

    /** What json_encode() writes: user_id, room_id, user_name, app_id. */
    public function jsonSerialize(): array
    {
        return [
            'user_id' => $this->userId,
            'room_id' => $this->roomId,
            'user_name' => $this->userName,
            'app_id' => $this->appId,
        ];
    }

    /** What var_dump() and print_r() show: no id and no name. */
    public function __debugInfo(): array
    {
        return [];
    }
}
