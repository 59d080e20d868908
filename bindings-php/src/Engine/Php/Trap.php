<?php

declare(strict_types=1);

namespace Token04\Engine\Php;

/**
 * The core stopped, as it does where it would panic. Never leaves the package: it becomes code 90.
 *
 * @internal
 */
final class Trap extends \RuntimeException
{
}
