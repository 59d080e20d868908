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
    private const NO_SHAPE = -1;

    private int $shape;

    private string $roomId;

    /** @var list<string>|null */
    private ?array $streamIds;

    private bool $used = false;

    /**
     * The engine's, once that is worth its making: when they are used a second time. Public for
     * Generator alone: a call would cost it a tenth of a token.
     *
     * @internal
     * @var \Token04\Native\Privileges|Engine\FfiPrivileges|null
     */
    public $prepared = null;

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
     * What was tampered with is judged as anything else.
     *
     * @throws \LogicException for privileges that stand already: they never change
     * @throws \TypeError where the streams are no list
     */
    public function __unserialize(array $data): void
    {
        if (isset($this->shape)) {
            throw new \LogicException('RoomPrivileges never change');
        }
        $shape = $data['shape'] ?? null;
        $streamIds = \array_key_exists('streamIds', $data) ? $data['streamIds'] : [];
        $this->__construct(
            \is_int($shape) ? $shape : self::NO_SHAPE,
            $data['roomId'] ?? null,
            $streamIds === null ? null : Input::texts($streamIds, 'streamIds')
        );
    }

    /** Shows no id, as in every language, and nothing that changes with use. */
    public function __debugInfo(): array
    {
        return [];
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
     * A token of a generator, while nothing is prepared: most privileges are used once.
     *
     * @internal
     * @param \Token04\Native\Generator|Engine\FfiGenerator $generator
     * @param mixed $userId
     * @param mixed $ttl
     * @return string|int
     */
    public function token(object $generator, $userId, $ttl, int $now)
    {
        if (!$this->used) {
            $this->used = true;
            return $generator->privilegeToken(
                $userId,
                $ttl,
                $this->shape,
                $this->roomId,
                $this->streamIds,
                $now
            );
        }
        $prepared = Loader::get()->privileges($this->shape, $this->roomId, $this->streamIds);
        if (\is_int($prepared)) {
            return $prepared;
        }
        $this->prepared = $prepared;
        return $generator->preparedToken($userId, $ttl, $prepared, $now);
    }
}
