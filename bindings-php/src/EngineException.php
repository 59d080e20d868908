<?php

declare(strict_types=1);

namespace Token04;

/** Neither engine can be had: the message says what was tried and what to do. */
final class EngineException extends \RuntimeException
{
}
