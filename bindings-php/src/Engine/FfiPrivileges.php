<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Prepared privileges behind ext-ffi; as Token04\Native\Privileges.
 *
 * @internal
 */
final class FfiPrivileges
{
    private \FFI $ffi;

    /** @var \FFI\CData for FfiGenerator; a call to ask for it would cost a tenth of a token */
    public $handle;

    public function __construct(\FFI $ffi, \FFI\CData $handle)
    {
        $this->ffi = $ffi;
        $this->handle = $handle;
    }

    public function __destruct()
    {
        $this->ffi->token04_privileges_free($this->handle);
    }

    private function __clone()
    {
        // A copy would free the same memory again.
    }
}
