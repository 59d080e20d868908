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

    /** Whether PHP lets this code use FFI. */
    public static function isOpen(): bool
    {
        try {
            \FFI::scope(self::SCOPE);
        } catch (\FFI\Exception $refused) {
            // Usually nothing was preloaded, which is another matter.
            return \strpos($refused->getMessage(), 'ffi.enable') === false;
        }
        return true;
    }

    public static function load(): self
    {
        $ffi = self::preloaded();
        if ($ffi === null || $ffi->token04_abi_version() !== Loader::ABI_VERSION) {
            // Usually nothing was preloaded; or the package was updated since, and PHP not restarted.
            $stale = $ffi === null ? null : $ffi->token04_abi_version();
            $ffi = self::open($stale);
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
    private static function open(?int $stale): \FFI
    {
        try {
            return \FFI::cdef(Library::declarations(), Library::path());
        } catch (\FFI\Exception $failed) {
            $why = $failed->getMessage();
            if ($stale !== null) {
                throw EngineException::of(Advice::otherAbi('preloaded library', $stale), 93);
            }
            if (\strpos($why, 'ffi.enable') !== false) {
                throw EngineException::of(Advice::ffiClosed());
            }
            throw EngineException::of(Advice::wrongLibrary($why));
        }
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

    public function verifier(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        #[\SensitiveParameter]
        array $previousSecrets,
        int $leeway
    ) {
        $made = new FfiVerifier($this->output);
        $status = $made->open($appId, $secret, $previousSecrets, $leeway);
        return $status === 0 ? $made : $status;
    }

    public function environment(
        ?string $appId,
        #[\SensitiveParameter]
        ?string $secret,
        #[\SensitiveParameter]
        ?string $previousSecret
    ): array {
        $number = $this->ffi->new('int64_t');
        $variable = $this->ffi->new('int32_t');
        $fault = $this->ffi->new('int32_t');
        $status = $this->ffi->token04_environment(
            ...self::spread([$appId, $secret, $previousSecret]),
            ...[\FFI::addr($number), \FFI::addr($variable), \FFI::addr($fault)]
        );
        return [$status, $number->cdata, $variable->cdata, $fault->cdata];
    }

    public function environmentMessage(int $variable, int $fault): string
    {
        return $this->string($this->ffi->token04_environment_message($variable, $fault));
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
        $given = [$appId, ...self::spread([$userId, $secret]), $ttl, ...self::spread([$payload]), $now];
        return $this->output->written($this->ffi->token04_generate, $given);
    }

    public function privilegesPayload(
        string $roomId,
        bool $login,
        bool $publish,
        bool $anyStream,
        ?array $streamIds
    ) {
        // A list that is given and empty is not one that is not given: it has an address.
        [$bytes, $lengths] = $streamIds === null
            ? [null, null]
            : $this->output->packed($streamIds, $this->ffi->TOKEN04_STREAM_ID_MAX);
        $given = [$roomId, \strlen($roomId), (int) $login, (int) $publish, (int) $anyStream];
        $streams = [$bytes, $lengths, \count($streamIds ?? [])];
        return $this->output->written($this->ffi->token04_privileges_payload, \array_merge($given, $streams));
    }

    public function kitToken(
        string $token,
        string $roomId,
        string $userId,
        string $userName,
        int $appId
    ) {
        $strings = self::spread([$token, $roomId, $userId, $userName]);
        return $this->output->written($this->ffi->token04_kit_token, [...$strings, $appId]);
    }

    public function decode(
        string $token,
        #[\SensitiveParameter]
        string $secret
    ) {
        return $this->output->written($this->ffi->token04_decode_json, self::spread([$token, $secret]));
    }

    public function inspect(string $token)
    {
        return $this->output->written($this->ffi->token04_inspect_json, self::spread([$token]));
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
        return $this->output->written($this->ffi->token04_explain_json, [
            ...self::spread([$token, $secret]),
            $appId,
            ...self::spread([$userId, $roomId, $streamId]),
            $kind,
            $leeway,
            $now,
        ]);
    }

    /**
     * Strings as the library takes them: each with its length.
     *
     * @param list<string|null> $strings
     */
    private static function spread(
        #[\SensitiveParameter]
        array $strings
    ): array {
        $spread = [];
        foreach ($strings as $string) {
            \array_push($spread, $string, \strlen($string ?? ''));
        }
        return $spread;
    }

    public function errorName(int $code): string
    {
        return $this->string($this->ffi->token04_error_name($code));
    }

    public function errorMessage(int $code): string
    {
        return $this->string($this->ffi->token04_error_message($code));
    }

    /** @param string|\FFI\CData $string PHP converts some results of `const char *` to a string */
    private function string($string): string
    {
        return \is_string($string) ? $string : \FFI::string($string);
    }
}
