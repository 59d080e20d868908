<?php

declare(strict_types=1);

namespace Token04;

/**
 * Why a call was refused: getCode() is stable (see ErrorCode), and so is name(). The message is a
 * constant of the code, with the name of a variable before it where the environment was read, or a
 * hint after it where the type is wrong: it holds no secret and no claim.
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

    /** The exception of a code of ErrorCode, for tests that stand in for a generator or a verifier. */
    public static function of(int $code): self
    {
        return self::saying($code, Engine\Loader::get()->errorMessage($code));
    }

    /**
     * The same with a hint after its message.
     *
     * @internal
     */
    public static function hinting(int $code, string $hint): self
    {
        return self::saying($code, Engine\Loader::get()->errorMessage($code) . $hint);
    }

    /** @internal */
    public static function saying(int $code, string $message): self
    {
        return new self($code, Engine\Loader::get()->errorName($code), $message);
    }
}
