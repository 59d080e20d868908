<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * The core's memory and code, for one call at a time: its input and its output have places in that
 * memory.
 *
 * @internal
 */
final class PhpInstance
{
    use Sealed {
        __clone as private;
    }

    // begin: errors
    /** Output buffer is too small: the required size is in the length output. */
    public const TOO_SMALL = 92;
    // end: errors

    // begin: limits
    /**
     * Maximum number of bytes read of a string without a shorter limit: a token to inspect, the
     * user name of a kit token, and the strings of explain, whose rest is ignored.
     */
    private const TEXT_MAX = 349672;

    /** Maximum length of a stream id in bytes. */
    private const STREAM_ID_MAX = 256;
    // end: limits

    /** Bytes of the first input and of the first output, and of those that an instance may keep. */
    private const SPACE = 4096;
    private const MOST_SPACE = 1 << 18;
    /** Bytes for numbers: a length, and three of 64 bits. */
    private const NUMBERS = 32;

    public Php\Machine $machine;

    public int $input = 0;

    private int $inputBytes = 0;

    /** Where the input of this call ends. */
    private int $end = 0;

    public int $output = 0;

    public int $outputBytes = 0;

    /** Where the core writes the length of what it writes; other numbers go to `numbers`. */
    public int $length;

    public int $numbers;

    /** @var list<array{string, int}> what nobody uses any more, with the function that frees it */
    public array $retired = [];

    public function __construct()
    {
        $this->machine = new Php\Minting();
        $this->length = $this->machine->alloc(self::NUMBERS);
        $this->numbers = $this->length + 8;
        $this->reserve(self::SPACE);
        $this->grow(self::SPACE);
    }

    /** Space for so many bytes of input. */
    public function reserve(int $bytes): void
    {
        if ($bytes > $this->inputBytes) {
            $this->input = $this->renewed($this->input, $this->inputBytes, $bytes);
            $this->inputBytes = $bytes;
        }
    }

    /** Space for so many bytes of output. */
    private function grow(int $bytes): void
    {
        $this->output = $this->renewed($this->output, $this->outputBytes, $bytes);
        $this->outputBytes = $bytes;
    }

    /** Another place, and the old one overwritten. */
    private function renewed(int $old, int $oldBytes, int $bytes): int
    {
        if ($old !== 0) {
            $this->machine->fill($old, 0, $oldBytes);
            $this->machine->free($old, $oldBytes);
        }
        $new = $this->machine->alloc($bytes);
        if ($new === 0) {
            throw Php\Machine::trap();
        }
        return $new;
    }

    /** Whether it is kept: memory never shrinks. */
    public function isSmall(): bool
    {
        return $this->inputBytes <= self::MOST_SPACE && $this->outputBytes <= self::MOST_SPACE;
    }

    public function freeRetired(): void
    {
        while ($this->retired !== []) {
            [$free, $pointer] = \array_pop($this->retired);
            $this->machine->$free($pointer);
        }
    }

    /** Overwrites the input, where it may be a secret. */
    public function wipeInput(): void
    {
        $this->machine->fill($this->input, 0, $this->end - $this->input);
    }

    public function wipe(): void
    {
        $this->machine->wipe();
    }

    /**
     * Arguments as the core takes them, the strings in its memory: a string or null as its address
     * and length; a list of strings as the addresses of its bytes and of its lengths, and its length.
     *
     * @param array $arguments integers, strings, lists of strings, and null for no string
     * @return list<int>
     */
    public function flat(
        #[\SensitiveParameter]
        array $arguments
    ): array {
        $bytes = 0;
        foreach ($arguments as $index => $argument) {
            if (\is_string($argument)) {
                // The core reads no more of it.
                if (\strlen($argument) > self::TEXT_MAX) {
                    $argument = $arguments[$index] = \substr($argument, 0, self::TEXT_MAX + 1);
                }
                $bytes += \strlen($argument) + 16;
            } elseif (\is_array($argument)) {
                foreach ($argument as $item => $string) {
                    if (\strlen($string) > self::STREAM_ID_MAX) { // The longest that a list may have.
                        $arguments[$index][$item] = Input::REFUSED;
                    }
                    $bytes += \strlen($arguments[$index][$item]) + 4;
                }
                $bytes += 32;
            }
        }
        $this->reserve($bytes);
        $flat = [];
        $at = $this->input;
        foreach ($arguments as $argument) {
            if (\is_int($argument)) {
                $flat[] = $argument;
            } elseif (\is_string($argument)) {
                \array_push($flat, $at, \strlen($argument));
                $at = $this->put($at, $argument);
            } elseif ($argument === null) {
                \array_push($flat, 0, 0);
            } else {
                $all = \implode('', $argument);
                $lengths = $at + (\strlen($all) + 15 & ~15);
                \array_push($flat, $at, $lengths, \count($argument));
                $this->put($at, $all);
                $at = $this->put($lengths, \pack('V*', ...\array_map('strlen', $argument)));
            }
        }
        $this->end = $at;
        return $flat;
    }

    /** Writes a string; returns where the next one may be. */
    private function put(
        int $at,
        #[\SensitiveParameter]
        string $string
    ): int {
        $this->machine->write($at, $string);
        return $at + (\strlen($string) + 15 & ~15);
    }

    /**
     * What a function writes that takes its output last; again with more space where it needs that.
     *
     * @param list<int> $flat
     * @return string|int
     */
    public function written(string $function, array $flat)
    {
        $machine = $this->machine;
        do {
            $status = $machine->$function(...$flat, ...[$this->output, $this->outputBytes, $this->length]);
        } while ($status === self::TOO_SMALL && $this->grows());
        return $status === 0 ? $machine->read($this->output, $machine->load32($this->length)) : $status;
    }

    /** After code 92; false where more space does not help. */
    private function grows(): bool
    {
        $needed = $this->machine->load32($this->length);
        if ($needed <= $this->outputBytes) {
            return false;
        }
        $this->grow($needed);
        return true;
    }
}
