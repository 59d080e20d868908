<?php

declare(strict_types=1);

namespace Token04;

/** What a token of the web UI kit says beside the plain one. Nothing protects it. */
final class InspectedKit
{
    /** The user, as the kit tells. */
    public string $userId;

    /** The room, as the kit tells. */
    public string $roomId;

    /** Percent-encoded no more. */
    public string $userName;

    /** The app, as the kit tells. */
    public int $appId;

    /** @internal */
    public function __construct(\stdClass $kit)
    {
        $this->userId = $kit->user_id;
        $this->roomId = $kit->room_id;
        $this->userName = $kit->user_name;
        $this->appId = $kit->app_id;
    }

    /** What var_dump() and print_r() show: no id and no name. */
    public function __debugInfo(): array
    {
        return [];
    }
}
