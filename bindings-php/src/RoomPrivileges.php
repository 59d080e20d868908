<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;
use Token04\Engine\Loader;

/**
 * What a user may do in one room: the three shapes there are. It never changes.
 *
 * Ids are checked where the privileges are used: room ids of 1 to 128 bytes of UTF-8 without NUL
 * (error 8), stream ids of 1 to 256 (error 9).
 */
final class RoomPrivileges implements \JsonSerializable
{
    private const LOGIN_ONLY = 0;
    private const PUBLISH_ONLY = 1;
    private const LOGIN_AND_PUBLISH = 2;

    // What follows is public for Generator only: a call would cost more than a tenth of a token.
    // What was tampered with is judged as anything else.

    /** @internal */
    public int $shape;

    /** @internal */
    public string $roomId;

    /**
     * @internal
     * @var list<string>|null
     */
    public ?array $streamIds;

    /**
     * The engine's, once that is worth its making: when they are used a second time.
     *
     * @internal
     * @var \Token04\Native\Privileges|Engine\FfiPrivileges|null
     */
    public $prepared = null;

    /** @internal */
    public bool $used = false;

    /** @param mixed $roomId */
    private function __construct(int $shape, $roomId, ?array $streamIds)
    {
        $this->shape = $shape;
        $this->roomId = \is_string($roomId) ? $roomId : Input::REFUSED;
        $this->streamIds = $streamIds;
    }

    /**
     * The user may log in to the room and publish nothing.
     *
     * @param string $roomId
     */
    public static function loginOnly($roomId): self
    {
        return new self(self::LOGIN_ONLY, $roomId, null);
    }

    /**
     * The user may publish these streams, at least one, and not log in.
     *
     * @param string $roomId
     * @param iterable<string> $streamIds
     * @throws \TypeError for what is no list, such as a lone string
     */
    public static function publishOnly($roomId, $streamIds): self
    {
        return new self(self::PUBLISH_ONLY, $roomId, self::named($streamIds));
    }

    /**
     * The user may log in and publish these streams, at least one. Left out means any stream; null
     * does not, so that an unset variable never allows more than was meant (error 9).
     *
     * @param string $roomId
     * @param iterable<string> $streamIds
     * @throws \TypeError for what is no list, such as a lone string
     */
    public static function loginAndPublish($roomId, $streamIds = null): self
    {
        $named = \func_num_args() > 1;
        return new self(self::LOGIN_AND_PUBLISH, $roomId, $named ? self::named($streamIds) : null);
    }

    /**
     * The payload of a privilege token.
     *
     * @throws Token04Exception 8, 9, in this order
     */
    public function payload(): string
    {
        $engine = Loader::get();
        $payload = $engine->privilegePayload($this->shape, $this->roomId, $this->streamIds);
        if (\is_string($payload)) {
            return $payload;
        }
        throw Token04Exception::of($payload);
    }

    /**
     * So that json_encode() writes the payload, and not the fields of this object.
     *
     * @throws Token04Exception 8, 9, in this order
     */
    public function jsonSerialize(): object
    {
        return \json_decode($this->payload());
    }

    /** What was prepared is memory of this process, and is prepared again in another. */
    public function __serialize(): array
    {
        return [
            'shape' => $this->shape,
            'roomId' => $this->roomId,
            'streamIds' => $this->streamIds,
        ];
    }

    /**
     * Null is a list that was forgotten, and names no stream that could be published.
     *
     * @param mixed $streamIds
     */
    private static function named($streamIds): array
    {
        return $streamIds === null ? [Input::REFUSED] : Input::texts($streamIds, 'streamIds');
    }

    /**
     * @internal
     * @return \Token04\Native\Privileges|Engine\FfiPrivileges
     */
    public function prepare()
    {
        $prepared = Loader::get()->privileges($this->shape, $this->roomId, $this->streamIds);
        if (\is_int($prepared)) {
            throw Token04Exception::of($prepared);
        }
        return $this->prepared = $prepared;
    }
}
