<?php

declare(strict_types=1);

namespace Token04;

/**
 * What a token must be for. Only what is named is checked beyond the app and the expiry. What is
 * named by anything but a text that is not empty never matches: a session without a user must not
 * switch a check off.
 */
class Expectations
{
    /** @internal */
    public ?string $user = null;

    /** @internal */
    public ?string $room = null;

    /** @internal */
    public ?string $stream = null;

    /**
     * Names the user.
     *
     * @param string $userId
     * @return static
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
     * @return static
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
     * @return static
     */
    public function streamId($streamId): self
    {
        $this->stream = \is_string($streamId) ? $streamId : '';
        return $this;
    }

    /** What var_dump() and print_r() show: no id. */
    public function __debugInfo(): array
    {
        return [];
    }
}
