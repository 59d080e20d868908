<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;

/**
 * The shared library through ext-ffi: one FFI instance and one output buffer a process.
 *
 * @internal
 */
final class FfiEngine implements Engine
{
    private const ABI_VERSION = 1;
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
        $engine = new self(self::open($demanded));
        $abi = $engine->ffi->token04_abi_version();
        if ($abi !== self::ABI_VERSION) {
            $wanted = self::ABI_VERSION;
            throw new EngineException("token04: the library speaks ABI $abi, not $wanted (code 93)", 93);
        }
        return $engine;
    }

    /** The library that was preloaded, else the one of this machine. */
    private static function open(bool $demanded): \FFI
    {
        try {
            return \FFI::scope(self::SCOPE);
        } catch (\FFI\Exception $notPreloaded) {
            // The usual case: FFI is open to all code, and nothing was preloaded.
        }
        $path = Library::path();
        try {
            return \FFI::cdef(Library::declarations(), $path);
        } catch (\FFI\Exception $failed) {
            $why = $failed->getMessage();
            if (\strpos($why, 'ffi.enable') !== false) {
                throw new EngineException('token04: ' . Advice::ffiClosed($demanded));
            }
            throw new EngineException('token04: ' . Advice::wrongLibrary($why));
        }
    }

    /** A moment for the library: its lowest number has a meaning of its own there. */
    public static function moment(int $now): int
    {
        return $now === \PHP_INT_MIN ? $now + 1 : $now;
    }

    public function name(): string
    {
        return 'ffi';
    }

    public function version(): string
    {
        return $this->text($this->ffi->token04_version());
    }

    public function generator(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ) {
        $handle = $this->ffi->new('token04_generator *');
        $status = $this->ffi->token04_generator_new(
            $appId,
            $secret,
            \strlen($secret),
            $mode,
            \FFI::addr($handle)
        );
        return $status === 0 ? new FfiGenerator($this->output, $handle, $mode) : $status;
    }

    public function privileges(int $shape, string $roomId, ?array $streamIds)
    {
        $handle = $this->ffi->new('token04_privileges *');
        $arguments = $this->room($shape, $roomId, $streamIds);
        $status = $this->ffi->token04_privileges_new(...$arguments, ...[\FFI::addr($handle)]);
        return $status === 0 ? new FfiPrivileges($this->ffi, $handle) : $status;
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
        $handle = $this->ffi->new('token04_verifier *');
        $count = \count($previousSecrets);
        $lengths = $count === 0 ? null : $this->output->lengths($previousSecrets);
        $status = $this->ffi->token04_verifier_new(
            $appId,
            $secret,
            \strlen($secret),
            \implode('', $previousSecrets),
            $lengths,
            $count,
            $leeway,
            $requireAuthenticated ? 1 : 0,
            \FFI::addr($handle)
        );
        return $status === 0 ? new FfiVerifier($this->output, $handle) : $status;
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
        return [
            $shape,
            $roomId,
            \strlen($roomId),
            \implode('', $streamIds ?? []),
            // A list that is given and empty is not one that is not given: it has an address.
            $streamIds === null ? null : $this->output->lengths($streamIds),
            \count($streamIds ?? []),
        ];
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
     * Texts as the library takes them: each with its length.
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
