<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * A native object behind ext-ffi that is freed once: by the destructor, or after a fatal error by
 * FfiHandles.
 *
 * @internal
 */
abstract class FfiHandle
{
    use Sealed {
        __clone as private; // A copy would free the same memory again.
    }

    /** The C type of the native object. */
    protected const TYPE = '';

    protected FfiOutput $output;

    protected \FFI $ffi;

    /** @var \FFI\CData|null a pointer; the library takes null as no object and reports code 91 */
    protected $handle;

    /** @var \FFI\CData the library's function that frees it, looked up before it may be needed */
    private $free;

    /** Holds nothing yet, but is known to FfiHandles: a fatal error after the making leaks nothing. */
    public function __construct(FfiOutput $output)
    {
        $this->ffi = $output->ffi;
        $this->output = $output;
        $this->free = $this->ffi->{static::TYPE . '_free'};
        $this->handle = $this->ffi->new(static::TYPE . ' *');
        FfiHandles::add($this);
    }

    public function __destruct()
    {
        FfiHandles::remove($this);
        $this->release();
    }

    public function release(): void
    {
        if ($this->handle !== null) {
            ($this->free)($this->handle);
            $this->handle = null;
        }
    }
}
