<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * A prepared object of the core as PHP. What it is made from is kept, so that another instance can
 * have it too: one that interrupts a call, or the one after an instance that was thrown away.
 *
 * Nothing of that is a property: var_export(), casts to arrays and debuggers show properties.
 *
 * @internal
 */
abstract class PhpHandle
{
    use Sealed {
        __clone as private;
    }

    /** The core's functions that make it and free it. */
    protected const MAKE = '';
    protected const FREE = '';

    /** @var array<int, array> by the object's id: what it is made from, the secret too */
    private static array $made = [];

    /** @var array<int, PhpEngine> */
    private static array $engines = [];

    /** @var array<int, PhpInstance> where it is */
    private static array $instances = [];

    /** @var array<int, int> its address there */
    private static array $pointers = [];

    public function __construct(
        PhpEngine $engine,
        #[\SensitiveParameter]
        array $made
    ) {
        $id = \spl_object_id($this);
        self::$engines[$id] = $engine;
        self::$made[$id] = $made;
    }

    /**
     * Makes it; returns the code of an error where that fails.
     *
     * @return static|int
     */
    public static function opened(self $handle)
    {
        $engine = $handle->engine();
        $instance = $engine->take();
        try {
            $status = $handle->open($instance);
        } catch (\Throwable $thrown) {
            return PhpEngine::discard($instance, $thrown);
        }
        $engine->give($instance);
        return $status === 0 ? $handle : $status;
    }

    protected function engine(): PhpEngine
    {
        return self::$engines[\spl_object_id($this)];
    }

    /** Its address in an instance. */
    protected function in(PhpInstance $instance): int
    {
        $id = \spl_object_id($this);
        if ((self::$instances[$id] ?? null) !== $instance && $this->open($instance) !== 0) {
            throw Php\Machine::trap();
        }
        return self::$pointers[$id];
    }

    private function open(PhpInstance $instance): int
    {
        $id = \spl_object_id($this);
        $make = static::MAKE;
        $status = $instance->machine->$make(...$instance->flat(self::$made[$id]), ...[$instance->length]);
        $instance->wipeInput();
        if ($status === 0) {
            $this->retire($id);
            self::$pointers[$id] = $instance->machine->load32($instance->length);
            self::$instances[$id] = $instance;
        }
        return $status;
    }

    private function retire(int $id): void
    {
        if (isset(self::$instances[$id])) {
            self::$engines[$id]->retire(self::$instances[$id], static::FREE, self::$pointers[$id]);
        }
    }

    public function __destruct()
    {
        $id = \spl_object_id($this);
        $this->retire($id);
        unset(self::$instances[$id], self::$pointers[$id], self::$made[$id], self::$engines[$id]);
    }
}
