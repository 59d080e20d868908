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

    private const SHORT_LIST = 16;

    public \FFI $ffi;

    /** @var \FFI\CData for the lengths of short lists: making one costs more than a call */
    private $lengths;

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
        $this->lengths = $ffi->new('size_t[' . self::SHORT_LIST . ']');
        $this->buffer = $ffi->new("char[{$this->capacity}]");
        $this->kept = $this->buffer;
        $this->first = $ffi->cast('char *', \FFI::addr($this->buffer));
        $this->length = $ffi->new('size_t');
        $this->lengthAddress = \FFI::addr($this->length);
    }

    /** After status 92: room for the same call. Returns false where that did not help. */
    public function grow(): bool
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
    public function result(int $status)
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
        do {
            $status = $function(...$arguments, ...[$this->buffer, $this->capacity, $this->lengthAddress]);
        } while ($status === self::TOO_SMALL && $this->grow());
        return $this->result($status);
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
     * The lengths of strings, for the one call that comes next.
     *
     * @param list<string> $strings
     */
    private function lengths(
        #[\SensitiveParameter]
        array $strings
    ): \FFI\CData {
        $count = \count($strings);
        $lengths = $count <= self::SHORT_LIST ? $this->lengths : $this->ffi->new("size_t[$count]");
        foreach ($strings as $index => $string) {
            $lengths[$index] = \strlen($string);
        }
        return $lengths;
    }
}
