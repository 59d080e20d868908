<?php

declare(strict_types=1);

namespace Token04\Engine;

/**
 * The memory that the library reads lengths from and writes its strings to, through ext-ffi.
 *
 * @internal
 */
final class FfiOutput
{
    // begin: errors
    /** Output buffer is too small: the required size is in the length output. */
    public const TOO_SMALL = 92;
    // end: errors

    /** Of the first buffer: a call that has no room in it is made again with another. */
    public const CAPACITY = 4096;

    public \FFI $ffi;

    /**
     * Whether a call is using the buffer and the length. A signal handler may run between any two
     * function calls, and so may another coroutine where a scheduler interrupts: what they ask
     * for must not end up in the result of this call.
     */
    public bool $busy = false;

    /** @var \FFI\CData the first buffer's address, which stays */
    public $first;

    /** @var \FFI\CData */
    public $buffer;

    public int $capacity = self::CAPACITY;

    /** @var \FFI\CData the first buffer, which its address alone would not keep */
    private $kept;

    /** @var \FFI\CData a size_t */
    public $length;

    /** @var \FFI\CData its address */
    public $lengthAddress;

    public function __construct(\FFI $ffi)
    {
        $this->ffi = $ffi;
        $this->buffer = $ffi->new("char[{$this->capacity}]");
        $this->kept = $this->buffer;
        $this->first = $ffi->cast('char *', \FFI::addr($this->buffer));
        $this->length = $ffi->new('size_t');
        $this->lengthAddress = \FFI::addr($this->length);
    }

    /** After status 92: room for the same call. Returns false where that did not help. */
    private function grow(): bool
    {
        $needed = $this->length->cdata;
        if ($needed <= $this->capacity) {
            return false;
        }
        $this->buffer = $this->ffi->new("char[$needed]");
        $this->capacity = $needed;
        return true;
    }

    /**
     * What was written, or the status where nothing was. A buffer that grew is given back.
     *
     * @return string|int
     */
    private function result(int $status)
    {
        $string = $status === 0 ? \FFI::string($this->buffer, $this->length->cdata) : $status;
        if ($this->capacity !== self::CAPACITY) {
            $this->buffer = $this->kept;
            $this->capacity = self::CAPACITY;
        }
        return $string;
    }

    /**
     * What a function writes; for calls that need not be the fastest.
     *
     * @param \FFI\CData $function of the library
     * @param array $arguments those before the output
     * @return string|int
     */
    public function written(
        \FFI\CData $function,
        #[\SensitiveParameter]
        array $arguments
    ) {
        // PHP interrupts at no point between the check and the assignment.
        if ($this->busy) {
            return (new self($this->ffi))->written($function, $arguments);
        }
        $this->busy = true;
        try {
            do {
                $status = $function(...$arguments, ...[$this->buffer, $this->capacity, $this->lengthAddress]);
            } while ($status === self::TOO_SMALL && $this->grow());
            $result = $this->result($status);
            $this->busy = false;
            return $result;
        } catch (\Throwable $thrown) { // Not finally: a handler that throws at its start would skip it.
            $this->busy = false;
            throw $thrown;
        }
    }

    /**
     * Strings as the library takes them: one after the other, with their lengths. What is longer
     * than its field allows is not copied: it becomes a string that the field refuses too.
     *
     * @param list<string> $strings
     * @return array{string, \FFI\CData}
     */
    public function packed(
        #[\SensitiveParameter]
        array $strings,
        int $longest
    ): array {
        foreach ($strings as $index => $string) {
            if (\strlen($string) > $longest) {
                $strings[$index] = Input::REFUSED;
            }
        }
        return [\implode('', $strings), $this->lengths($strings)];
    }

    /**
     * The lengths of strings: memory of its own, since another call may come in between.
     *
     * @param list<string> $strings
     */
    private function lengths(
        #[\SensitiveParameter]
        array $strings
    ): \FFI\CData {
        // Never empty: a list that is given has an address.
        $lengths = $this->ffi->new('size_t[' . (\count($strings) + 1) . ']');
        foreach ($strings as $index => $string) {
            $lengths[$index] = \strlen($string);
        }
        return $lengths;
    }
}
