<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;

/**
 * The shared library through ext-ffi: one FFI instance and one output buffer per request.
 *
 * @internal
 */
final class FfiEngine implements Engine
{
    private const SCOPE = 'TOKEN04';

    private \FFI $ffi;

    private FfiOutput $output;

    private function __construct(\FFI $ffi)
    {
        $this->ffi = $ffi;
        $this->output = new FfiOutput($ffi);
    }

    /** @param bool $demanded whether the extension would not do */
    public static function load(bool $demanded): self
    {
        $ffi = self::preloaded();
        if ($ffi === null || $ffi->token04_abi_version() !== Loader::ABI_VERSION) {
            // Usually nothing was preloaded; or the package was updated since, and PHP not restarted.
            $stale = $ffi === null ? null : $ffi->token04_abi_version();
            $ffi = self::open($demanded, $stale);
        }
        $found = $ffi->token04_abi_version();
        if ($found !== Loader::ABI_VERSION) {
            throw EngineException::of(Advice::otherAbi('library ' . Library::path(), $found), 93);
        }
        FfiHandles::watch();
        return new self($ffi);
    }

    private static function preloaded(): ?\FFI
    {
        try {
            return \FFI::scope(self::SCOPE);
        } catch (\FFI\Exception $none) {
            return null;
        }
    }

    /** @param int|null $stale the ABI version of a preloaded library that is of no use */
    private static function open(bool $demanded, ?int $stale): \FFI
    {
        try {
            return \FFI::cdef(Library::declarations(), Library::path());
        } catch (\FFI\Exception $failed) {
            $why = $failed->getMessage();
            if ($stale !== null) {
                throw EngineException::of(Advice::otherAbi('preloaded library', $stale), 93);
            }
            if (\strpos($why, 'ffi.enable') !== false) {
                throw EngineException::of(Advice::ffiClosed($demanded));
            }
            throw EngineException::of(Advice::wrongLibrary($why));
        }
    }

    /** A time for the library: its lowest number has a meaning of its own there. */
    public static function moment(int $now): int
    {
        return $now === \PHP_INT_MIN ? $now + 1 : $now;
    }

    public function name(): string
    {
        return 'ffi';
    }

    public function generator(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ) {
        $made = new FfiGenerator($this->output);
        $status = $made->open($appId, $secret, $mode);
        return $status === 0 ? $made : $status;
    }

    public function privileges(int $shape, string $roomId, ?array $streamIds)
    {
        $made = new FfiPrivileges($this->output);
        $status = $made->open($this->room($shape, $roomId, $streamIds));
        return $status === 0 ? $made : $status;
    }

    public function verifier(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        #[\SensitiveParameter]
        array $previousSecrets,
        int $leeway,
        bool $requireAuthenticated
    ) {
        $made = new FfiVerifier($this->output);
        $status = $made->open($appId, $secret, $previousSecrets, $leeway, $requireAuthenticated);
        return $status === 0 ? $made : $status;
    }

    public function generate(
        int $appId,
        string $userId,
        #[\SensitiveParameter]
        string $secret,
        int $ttl,
        string $payload,
        int $now
    ) {
        $output = $this->output;
        do {
            $status = $this->ffi->token04_generate(
                $appId,
                $userId,
                \strlen($userId),
                $secret,
                \strlen($secret),
                $ttl,
                $payload,
                \strlen($payload),
                self::moment($now),
                $output->buffer,
                $output->capacity,
                $output->lengthAddress
            );
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $output->answer($status);
    }

    public function privilegePayload(int $shape, string $roomId, ?array $streamIds)
    {
        return $this->written('token04_privilege_payload', $this->room($shape, $roomId, $streamIds));
    }

    /** What a user may do in a room, as the library takes it. */
    private function room(int $shape, string $roomId, ?array $streamIds): array
    {
        $room = [$shape, $roomId, \strlen($roomId)];
        if ($streamIds === null) {
            return [...$room, '', null, 0];
        }
        // A list that is given and empty is not one that is not given: it has an address.
        $packed = $this->output->packed($streamIds, $this->ffi->TOKEN04_STREAM_ID_MAX);
        return [...$room, ...$packed, ...[\count($streamIds)]];
    }

    public function kitToken(
        string $token,
        string $roomId,
        string $userId,
        string $userName,
        int $appId
    ) {
        $texts = self::spread([$token, $roomId, $userId, $userName]);
        return $this->written('token04_kit_token', [...$texts, $appId]);
    }

    public function decode(
        string $token,
        #[\SensitiveParameter]
        string $secret
    ) {
        return $this->written('token04_decode_json', self::spread([$token, $secret]));
    }

    public function inspect(string $token)
    {
        return $this->written('token04_inspect_json', self::spread([$token]));
    }

    public function explain(
        string $token,
        #[\SensitiveParameter]
        ?string $secret,
        int $appId,
        ?string $userId,
        ?string $roomId,
        ?string $streamId,
        int $kind,
        int $leeway,
        int $now
    ) {
        return $this->written('token04_explain_json', [
            ...self::spread([$token, $secret]),
            $appId,
            ...self::spread([$userId, $roomId, $streamId]),
            $kind,
            $leeway,
            self::moment($now),
        ]);
    }

    /**
     * Strings as the library takes them: each with its length.
     *
     * @param list<string|null> $texts
     */
    private static function spread(
        #[\SensitiveParameter]
        array $texts
    ): array {
        $spread = [];
        foreach ($texts as $text) {
            \array_push($spread, $text, \strlen($text ?? ''));
        }
        return $spread;
    }

    /**
     * What a function writes to the output; for calls that need not be the fastest.
     *
     * @return string|int
     */
    private function written(
        string $function,
        #[\SensitiveParameter]
        array $arguments
    ) {
        $output = $this->output;
        do {
            $room = [$output->buffer, $output->capacity, $output->lengthAddress];
            $status = $this->ffi->$function(...$arguments, ...$room);
        } while ($status === FfiOutput::TOO_SMALL && $output->grow());
        return $output->answer($status);
    }

    public function appIdFromText(string $text): int
    {
        $appId = $this->ffi->new('int64_t');
        $this->ffi->token04_app_id_from_text($text, \strlen($text), \FFI::addr($appId));
        return $appId->cdata;
    }

    public function errorName(int $code): string
    {
        return $this->text($this->ffi->token04_error_name($code));
    }

    public function errorMessage(int $code): string
    {
        return $this->text($this->ffi->token04_error_message($code));
    }

    /** @param string|\FFI\CData $text `const char *` arrives as a string where PHP knows how */
    private function text($text): string
    {
        return \is_string($text) ? $text : \FFI::string($text);
    }
}
