<?php

declare(strict_types=1);

namespace Token04;

/** An engine that was demanded cannot be used, or none: the message says why and what to do. */
final class EngineException extends \RuntimeException
{
    private function __construct(string $message, int $code)
    {
        parent::__construct($message, $code);
        Engine\Trace::blame($this);
    }

    /** @internal */
    public static function of(string $message, int $code = 0): self
    {
        return new self('token04: ' . $message, $code);
    }
}
