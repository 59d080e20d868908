<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;

/**
 * What Token04::explain() compares a token with. What is not named is not compared; what is named by
 * anything but a string never matches.
 */
final class ExplainInput
{
    /** @internal */
    public ?string $user = null;

    /** @internal */
    public ?string $room = null;

    /** @internal */
    public ?string $stream = null;

    /** @internal */
    public int $app = \PHP_INT_MIN;

    /** @internal */
    public int $kind = -1;

    /**
     * Names the user.
     *
     * @param string $userId
     */
    public function userId($userId): self
    {
        $this->user = \is_string($userId) ? $userId : '';
        return $this;
    }

    /**
     * Names the room to log in to.
     *
     * @param string $roomId
     */
    public function roomId($roomId): self
    {
        $this->room = \is_string($roomId) ? $roomId : '';
        return $this;
    }

    /**
     * Names the stream to publish.
     *
     * @param string $streamId
     */
    public function streamId($streamId): self
    {
        $this->stream = \is_string($streamId) ? $streamId : '';
        return $this;
    }

    /**
     * Names the app.
     *
     * @param int $appId
     */
    public function appId($appId): self
    {
        $this->app = Input::integer($appId);
        return $this;
    }

    /** Names the kind: true for a token of the web UI kit, false for a plain one. */
    public function kit(bool $kit): self
    {
        $this->kind = $kit ? 1 : 0;
        return $this;
    }

    /** What var_dump() and print_r() show: no id. */
    public function __debugInfo(): array
    {
        return [];
    }
}
