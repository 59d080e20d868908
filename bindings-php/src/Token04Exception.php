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
        $this->blame();
    }

    /** Tells the line that called this package: the one to look at. */
    private function blame(): void
    {
        foreach ($this->getTrace() as $frame) {
            $file = $frame['file'] ?? '';
            if ($file !== '' && \strpos($file, __DIR__ . \DIRECTORY_SEPARATOR) !== 0) {
                $this->file = $file;
                $this->line = $frame['line'];
                return;
            }
        }
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
    public static function of(int $code, string $before = '', string $after = ''): self
    {
        $engine = Engine\Loader::get();
        $name = $engine->errorName($code);
        $message = $before . $engine->errorMessage($code) . $after;
        return Engine\Trace::without(static function () use ($code, $name, $message): self {
            return new self($code, $name, $message);
        });
    }
}
