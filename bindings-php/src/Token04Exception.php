<?php

declare(strict_types=1);

namespace Token04;

/**
 * Why a call was refused: getCode() is stable (see ErrorCode), and so is name(). The message is a
 * constant of the code: it holds no secret and no claim.
 */
final class Token04Exception extends \RuntimeException
{
    private string $name;

    private function __construct(int $code, string $name, string $message)
    {
        parent::__construct($message, $code);
        $this->name = $name;
    }

    /** The stable name of the code, such as "user_id_invalid". */
    public function name(): string
    {
        return $this->name;
    }

    /**
     * The exception of a code. Its stack trace has no arguments: one of them may be a secret.
     *
     * @internal
     */
    public static function of(int $code, string $hint = ''): self
    {
        $engine = Engine\Loader::get();
        $name = $engine->errorName($code);
        $message = $engine->errorMessage($code) . $hint;
        // Some sites forbid ini_set().
        $before = \function_exists('ini_set') ? \ini_set('zend.exception_ignore_args', '1') : false;
        $made = new self($code, $name, $message);
        if ($before !== false) {
            \ini_set('zend.exception_ignore_args', $before);
        }
        return $made;
    }
}
