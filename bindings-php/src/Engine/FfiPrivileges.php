<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * Prepared privileges behind ext-ffi; as Token04\Native\Privileges.
 *
 * @internal
 */
final class FfiPrivileges extends FfiHandle
{
    protected const TYPE = 'token04_privileges';

    /** @param array $arguments those before the address; returns the status */
    public function open(array $arguments): int
    {
        return $this->ffi->token04_privileges_new(...$arguments, ...[\FFI::addr($this->handle)]);
    }

    /** @return \FFI\CData|null for FfiGenerator */
    public function pointer()
    {
        return $this->handle;
    }
}
