<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * For classes that hold a secret: they cannot be printed, serialized or copied.
 *
 * @internal
 */
trait Sealed
{
    /** Shows no secret, and nothing that could hold one. */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @throws \LogicException always: share the object itself, it never changes */
    public function __clone()
    {
        throw new \LogicException(static::class . ' holds a secret and is not cloned');
    }

    /** @throws \LogicException always: it would disclose a secret */
    public function __serialize(): array
    {
        throw new \LogicException(static::class . ' holds a secret and is not serialized');
    }

    /** @throws \LogicException always */
    public function __unserialize(array $data): void
    {
        throw new \LogicException(static::class . ' is not unserialized');
    }
}
