<?php

declare(strict_types=1);

namespace Token04\Engine\Php;

/**
 * What the core needs to run as PHP, under the two generated classes (CONTRIBUTING.md, "The core as
 * PHP"): its memory, the integer arithmetic that PHP does not have, and what it imports. An i32 is an
 * unsigned integer, an i64 an integer of PHP's.
 *
 * The memory is a list of 32-bit words, which PHP reads several times faster than the bytes of a
 * string. It is reached through this object, never through an argument: a stack trace shows none.
 *
 * @internal
 */
abstract class Machine
{
    use \Token04\Engine\Sealed {
        __clone as private;
    }

    /** The class that has the functions that this one has not. */
    protected const REST = '';

    /** At the start: pages of 64 KiB, the words of 0 before the data, the data, and how many globals. */
    protected const PAGES = 0;
    protected const EMPTY = 0;
    protected const DATA = [];
    protected const GLOBALS = 0;

    private const PAGE_WORDS = 16384;
    private const MOST_PAGES = 512;

    private const CBC = 'aes-256-cbc';
    private const GCM = 'aes-256-gcm';
    private const TAG_BYTES = 16;

    /** The escapes that JSON requires, and no others. */
    private const JSON = \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_UNICODE | \JSON_UNESCAPED_LINE_TERMINATORS;

    /** What token04_host_cipher returns. */
    private const DONE = 0;
    private const TAG_IS_WRONG = 1;
    private const HAS_NO_CIPHER = 2;

    /** @var list<int> */
    public $m;

    /** Whether ext-openssl may be used; without it the core has a cipher of its own. */
    public bool $cipher = true;

    private ?self $rest = null;

    /** @param self|null $other works on the memory of another one */
    public function __construct(?self $other = null)
    {
        if ($other === null) {
            $this->m = self::initial();
            $this->cipher = \function_exists('openssl_encrypt') && \function_exists('openssl_decrypt');
            return;
        }
        $this->m = &$other->m;
        $this->cipher = &$other->cipher;
        for ($number = 0; $number < static::GLOBALS; $number++) {
            $this->{"g$number"} = &$other->{"g$number"};
        }
    }

    private static function initial(): array
    {
        $after = static::PAGES * self::PAGE_WORDS - static::EMPTY - \count(static::DATA);
        return \array_merge(\array_fill(0, static::EMPTY, 0), static::DATA, \array_fill(0, $after, 0));
    }

    /**
     * A function that is rarely needed: the class that has it is loaded now.
     *
     * @return mixed
     */
    public function __call(string $function, array $arguments)
    {
        if ($this->rest === null) {
            $class = static::REST;
            $this->rest = new $class($this);
        }
        return $this->rest->$function(...$arguments);
    }

    /** Overwrites all memory. */
    public function wipe(): void
    {
        $m = &$this->m;
        for ($index = \count($m) - 1; $index >= 0; $index--) {
            $m[$index] = 0;
        }
        $m = [];
    }

    public static function trap(): Trap
    {
        return new Trap('the core of token04 stopped');
    }

    // Memory

    /** Writes a string to an address. */
    public function write(
        int $address,
        #[\SensitiveParameter]
        string $bytes
    ): void {
        $length = \strlen($bytes);
        if ($length === 0) {
            return;
        }
        $m = &$this->m;
        $index = $address >> 2;
        if (($address & 3) !== 0) {
            $bytes = \substr(\pack('V', $m[$index]), 0, $address & 3) . $bytes;
            $length = \strlen($bytes);
        }
        if (($length & 3) !== 0) {
            $bytes .= \substr(\pack('V', $m[$index + ($length >> 2)]), $length & 3);
        }
        // Two words at once: unpack() takes as long for each number as all else here.
        foreach (\unpack('P*', $bytes) as $words) {
            $m[$index++] = $words & 0xffffffff;
            $m[$index++] = $words >> 32 & 0xffffffff;
        }
        if ((\strlen($bytes) & 4) !== 0) {
            $m[$index] = \unpack('V', \substr($bytes, -4))[1];
        }
    }

    /** The bytes at an address. */
    public function read(int $address, int $length): string
    {
        $index = $address >> 2;
        $within = $address & 3;
        $end = ($address + $length + 3) >> 2;
        $m = &$this->m;
        if (\PHP_VERSION_ID >= 80200) {
            return \substr(\pack('V*', ...\array_slice($m, $index, $end - $index)), $within, $length);
        }
        // There array_slice() walks to the place.
        $words = [];
        while ($index < $end) {
            $words[] = $m[$index++];
        }
        return \substr(\pack('V*', ...$words), $within, $length);
    }

    /** The string at an address that ends with a NUL. */
    public function readText(int $address): string
    {
        $text = '';
        while (($byte = $this->m[$address >> 2] >> (($address & 3) << 3) & 255) !== 0) {
            $text .= \chr($byte);
            $address++;
        }
        return $text;
    }

    public function load16(int $address): int
    {
        $index = $address >> 2;
        $shift = ($address & 3) << 3;
        return $shift < 24
            ? $this->m[$index] >> $shift & 0xffff
            : $this->m[$index] >> 24 | ($this->m[$index + 1] & 0xff) << 8;
    }

    public function load32(int $address): int
    {
        $index = $address >> 2;
        $shift = ($address & 3) << 3;
        return $shift === 0
            ? $this->m[$index]
            : ($this->m[$index] >> $shift | $this->m[$index + 1] << 32 - $shift) & 0xffffffff;
    }

    public function load64(int $address): int
    {
        return $this->load32($address) | $this->load32($address + 4) << 32;
    }

    public function store8(int $address, int $value): void
    {
        $shift = ($address & 3) << 3;
        $word = &$this->m[$address >> 2];
        $word = $word & ~(0xff << $shift) | ($value & 0xff) << $shift;
    }

    public function store16(int $address, int $value): void
    {
        $this->store8($address, $value);
        $this->store8($address + 1, $value >> 8);
    }

    public function store32(int $address, int $value): void
    {
        $m = &$this->m;
        $index = $address >> 2;
        $shift = ($address & 3) << 3;
        $value &= 0xffffffff;
        if ($shift === 0) {
            $m[$index] = $value;
            return;
        }
        $low = (1 << $shift) - 1;
        $m[$index] = $m[$index] & $low | $value << $shift & 0xffffffff;
        $m[$index + 1] = $m[$index + 1] & ~$low | $value >> 32 - $shift;
    }

    public function store64(int $address, int $value): void
    {
        $this->store32($address, $value);
        $this->store32($address + 4, $value >> 32);
    }

    /** Copies bytes, also where source and target overlap. */
    public function copy(int $to, int $from, int $length): void
    {
        if ($length > 256 || ($to > $from && $to < $from + $length)) {
            $this->write($to, $this->read($from, $length));
            return;
        }
        if ($length === 0) {
            return;
        }
        // Word by word of the target, of which the first and the last keep what is around the bytes.
        $m = &$this->m;
        $index = $to >> 2;
        $last = ($to + $length - 1) >> 2;
        $source = ($from - ($to & 3)) >> 2;
        $shift = ($from - $to & 3) << 3;
        $keep = (1 << (($to & 3) << 3)) - 1;
        for (;;) {
            $word = $shift === 0 ? $m[$source] : ($m[$source] ?? 0) >> $shift | ($m[$source + 1] ?? 0) << 32 - $shift;
            if ($index === $last) {
                $end = ($to + $length & 3) << 3;
                if ($end !== 0) {
                    $keep |= ~((1 << $end) - 1);
                }
                $m[$index] = $m[$index] & $keep | $word & ~$keep & 0xffffffff;
                return;
            }
            $m[$index] = $m[$index] & $keep | $word & ~$keep & 0xffffffff;
            $keep = 0;
            $index++;
            $source++;
        }
    }

    public function fill(int $address, int $value, int $length): void
    {
        $value &= 0xff;
        while ($length > 0 && ($address & 3) !== 0) {
            $this->store8($address++, $value);
            $length--;
        }
        $m = &$this->m;
        $index = $address >> 2;
        $word = $value * 0x01010101;
        for (; $length >= 4; $length -= 4) {
            $m[$index++] = $word;
        }
        for ($address = $index << 2; $length > 0; $length--) {
            $this->store8($address++, $value);
        }
    }

    /** Adds pages; returns how many there were, or -1 as an i32. */
    public function grow(int $pages): int
    {
        $m = &$this->m;
        $had = \intdiv(\count($m), self::PAGE_WORDS);
        if ($had + $pages > self::MOST_PAGES) {
            return 0xffffffff;
        }
        for ($words = $pages * self::PAGE_WORDS; $words > 0; $words--) {
            $m[] = 0;
        }
        return $had;
    }

    // Arithmetic

    public static function add64(int $a, int $b): int
    {
        $low = ($a & 0xffffffff) + ($b & 0xffffffff);
        return ($a >> 32) + ($b >> 32) + ($low >> 32) << 32 | $low & 0xffffffff;
    }

    public static function sub64(int $a, int $b): int
    {
        $low = ($a & 0xffffffff) - ($b & 0xffffffff);
        return ($a >> 32) - ($b >> 32) + ($low >> 32) << 32 | $low & 0xffffffff;
    }

    /** The product of two i32, as any integer that is congruent to it. */
    private static function mul32(int $a, int $b): int
    {
        return ($a << 32 >> 32) * $b;
    }

    public static function mul64(int $a, int $b): int
    {
        $aLow = $a & 0xffffffff;
        $bLow = $b & 0xffffffff;
        // 32 by 16 bits fit.
        $first = $aLow * ($bLow & 0xffff);
        $second = $aLow * ($bLow >> 16);
        $low = ($first & 0xffffffff) + (($second & 0xffff) << 16);
        $carried = ($first >> 32) + ($second >> 16) + ($low >> 32);
        $crossed = (self::mul32($aLow, $b >> 32 & 0xffffffff) & 0xffffffff)
            + (self::mul32($bLow, $a >> 32 & 0xffffffff) & 0xffffffff);
        return $carried + $crossed << 32 | $low & 0xffffffff;
    }

    public static function div32(int $a, int $b): int
    {
        if ($b === -1 && $a === -0x80000000) {
            throw self::trap();
        }
        return \intdiv($a, $b);
    }

    /** Both are unsigned. */
    public static function divu64(int $a, int $b): int
    {
        if ($b < 0) {
            // At least 2^63: it fits once at most.
            return ($a ^ \PHP_INT_MIN) >= ($b ^ \PHP_INT_MIN) ? 1 : 0;
        }
        if ($a >= 0) {
            return \intdiv($a, $b);
        }
        $quotient = \intdiv($a >> 1 & \PHP_INT_MAX, $b) << 1;
        $rest = self::sub64($a, self::mul64($quotient, $b));
        return $rest < 0 || $rest >= $b ? $quotient + 1 : $quotient;
    }

    /** Both are unsigned. */
    public static function remu64(int $a, int $b): int
    {
        return $a >= 0 && $b > 0 ? $a % $b : self::sub64($a, self::mul64(self::divu64($a, $b), $b));
    }

    public static function shru64(int $a, int $by): int
    {
        return $by === 0 ? $a : $a >> $by & \PHP_INT_MAX >> $by - 1;
    }

    public static function rotl32(int $a, int $by): int
    {
        return ($a << $by | $a >> 32 - $by) & 0xffffffff;
    }

    public static function rotl64(int $a, int $by): int
    {
        return $by === 0 ? $a : $a << $by | self::shru64($a, 64 - $by);
    }

    public static function clz32(int $a): int
    {
        $count = 32;
        for (; $a !== 0; $a >>= 1) {
            $count--;
        }
        return $count;
    }

    public static function ctz32(int $a): int
    {
        return $a === 0 ? 32 : 31 - self::clz32($a & -$a);
    }

    public static function clz64(int $a): int
    {
        $high = $a >> 32 & 0xffffffff;
        return $high === 0 ? 32 + self::clz32($a & 0xffffffff) : self::clz32($high);
    }

    public static function ctz64(int $a): int
    {
        $low = $a & 0xffffffff;
        return $low === 0 ? 32 + self::ctz32($a >> 32 & 0xffffffff) : self::ctz32($low);
    }

    public static function popcnt64(int $a): int
    {
        $count = 0;
        for ($bit = 0; $bit < 64; $bit++) {
            $count += $a >> $bit & 1;
        }
        return $count;
    }

    public static function bitsToFloat(int $bits): float
    {
        return \unpack('e', \pack('P', $bits))[1];
    }

    /** @param float|int $float 0 where a variable has no value yet */
    public static function floatToBits($float): int
    {
        return \unpack('P', \pack('e', $float))[1];
    }

    public static function unsignedToFloat(int $a): float
    {
        // The last bit stays as one that decides on rounding.
        return $a >= 0 ? (float) $a : 2.0 * (float) ($a >> 1 & \PHP_INT_MAX | $a & 1);
    }

    /** @param float|int $float */
    public static function absolute($float): float
    {
        return (float) \abs($float);
    }

    /** @param float|int $float */
    public static function negated($float): float
    {
        return -(float) $float;
    }

    /**
     * PHP 8 throws where PHP 7 warns.
     *
     * @param float|int $a
     * @param float|int $b
     */
    public static function divide($a, $b): float
    {
        if ((float) $b !== 0.0) {
            return (float) $a / $b;
        }
        $isNegative = (self::floatToBits($a) ^ self::floatToBits($b)) < 0;
        if ((float) $a === 0.0 || \is_nan((float) $a)) {
            return \NAN;
        }
        return $isNegative ? -\INF : \INF;
    }

    // What the core imports

    protected function host_entropy(int $out, int $length): int // phpcs:ignore
    {
        try {
            $this->write($out, \random_bytes($length));
        } catch (\Exception $thrown) {
            if ($thrown->getFile() !== __FILE__) {
                throw $thrown; // A signal handler's: random_bytes() throws here.
            }
            return 0;
        }
        return 1;
    }

    protected function host_hmac(int $key, int $keyLength, int $message, int $length, int $out): int // phpcs:ignore
    {
        $read = $this->read($message, $length);
        $this->write($out, \hash_hmac('sha256', $read, $this->read($key, $keyLength), true));
        return 0;
    }

    protected function host_cipher(int $operation, int $key, int $iv, int $ivLength, int $message, int $length): int // phpcs:ignore
    {
        if (!$this->cipher) {
            return self::HAS_NO_CIPHER;
        }
        $key = $this->read($key, 32);
        $iv = $this->read($iv, $ivLength);
        $text = $this->read($message, $length);
        $whole = \OPENSSL_RAW_DATA | \OPENSSL_ZERO_PADDING;
        switch ($operation) {
            case 0:
                $made = \openssl_encrypt($text, self::CBC, $key, $whole, $iv);
                break;
            case 1:
                $made = \openssl_decrypt($text, self::CBC, $key, $whole, $iv);
                break;
            case 2:
                $text = \substr($text, 0, -self::TAG_BYTES);
                $made = \openssl_encrypt($text, self::GCM, $key, \OPENSSL_RAW_DATA, $iv, $tag);
                $made = $made === false ? false : $made . $tag;
                break;
            default:
                $tag = \substr($text, -self::TAG_BYTES);
                $text = \substr($text, 0, -self::TAG_BYTES);
                $made = \openssl_decrypt($text, self::GCM, $key, \OPENSSL_RAW_DATA, $iv, $tag);
                if ($made === false) {
                    return self::TAG_IS_WRONG;
                }
        }
        if ($made === false) {
            return self::HAS_NO_CIPHER;
        }
        $this->write($message, $made);
        return self::DONE;
    }

    protected function host_base64(int $operation, int $input, int $length, int $out): int // phpcs:ignore
    {
        $given = $this->read($input, $length);
        $made = $operation === 0 ? \base64_encode($given) : \base64_decode($given, true);
        // PHP reads other forms than the canonical one too, with line breaks for example.
        if ($made === false || ($operation !== 0 && \base64_encode($made) !== $given)) {
            return -1 & 0xffffffff;
        }
        $this->write($out, $made);
        return \strlen($made);
    }

    protected function host_json(int $text, int $length, int $out, int $capacity): int // phpcs:ignore
    {
        $made = (string) \json_encode($this->read($text, $length), self::JSON);
        if (\strlen($made) <= $capacity) {
            $this->write($out, $made);
        }
        return \strlen($made);
    }
}
