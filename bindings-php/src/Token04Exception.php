<?php

declare(strict_types=1);

namespace Token04;

/**
 * Why a call was refused: getCode() is stable (see ErrorCode), and so is name(). The message is a
 * constant of the code, with the name of the variable before it where the environment was read: it
 * holds no secret and no claim.
 */
final class Token04Exception extends \RuntimeException
{
    private string $name;

    private function __construct(int $code, string $name, string $message)
    {
        parent::__construct($message, $code);
        $this->name = $name;
        Engine\Trace::blame($this);
    }

    /** The stable name of the code, such as "user_id_invalid". */
    public function name(): string
    {
        return $this->name;
    }

    /**
     * The exception of a code of ErrorCode, for tests that stand in for a generator or a verifier.
     * What is put before and after the message is for this package alone.
     */
    public static function of(int $code, string $before = '', string $after = ''): self
    {
        $engine = Engine\Loader::get();
        $message = $before . $engine->errorMessage($code) . $after;
        return new self($code, $engine->errorName($code), $message);
    }
}
