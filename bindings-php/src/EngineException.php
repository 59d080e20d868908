<?php

declare(strict_types=1);

namespace Token04;

/** No engine answers: the message says why and what to do. */
final class EngineException extends \RuntimeException
{
}
