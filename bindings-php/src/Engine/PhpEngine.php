<?php

declare(strict_types=1);

namespace Token04\Engine;

use Token04\EngineException;
use Token04\ErrorCode;

/**
 * The core as PHP, for where neither the extension nor FFI may be used: it needs no setting at all.
 *
 * @internal
 */
final class PhpEngine implements Engine
{
    /** The instance for the next call; a call that interrupts another one has an instance of its own. */
    private ?PhpInstance $idle = null;

    public static function load(): self
    {
        if (\PHP_INT_SIZE < 8) {
            throw EngineException::of(
                'this PHP has integers of 32 bits, and the engine "php" needs those of 64: use a PHP of 64 bits'
            );
        }
        $engine = new self();
        $instance = $engine->take();
        $found = $instance->machine->abi_version();
        if ($found !== Loader::ABI_VERSION) {
            throw EngineException::of(Advice::otherAbi('engine "php"', $found), 93);
        }
        $engine->give($instance);
        return $engine;
    }

    public function name(): string
    {
        return 'php';
    }

    public function take(): PhpInstance
    {
        $instance = $this->idle ?? new PhpInstance();
        $this->idle = null;
        return $instance;
    }

    public function give(PhpInstance $instance): void
    {
        if ($this->idle === null && $instance->isSmall()) {
            $instance->freeRetired();
            $this->idle = $instance;
        } else {
            $instance->wipe();
        }
    }

    /**
     * A call did not end: the core stopped, or a signal handler threw. Its instance is thrown away,
     * since its memory may be in any state.
     *
     * @return int the code of an error
     * @throws \Throwable what the handler threw
     */
    public static function discard(PhpInstance $instance, \Throwable $thrown): int
    {
        $instance->wipe();
        if ($thrown instanceof Php\Trap || $thrown instanceof \ArithmeticError) {
            return ErrorCode::INTERNAL;
        }
        throw Trace::strip($thrown);
    }

    /** Frees what a handle has in an instance: now, or when the call that uses the instance has ended. */
    public function retire(PhpInstance $instance, string $free, int $pointer): void
    {
        $instance->retired[] = [$free, $pointer];
        if ($instance === $this->idle) {
            $this->idle = null;
            $this->give($instance);
        }
    }

    /**
     * What a function writes.
     *
     * @param array $arguments as PhpInstance::flat() takes them
     * @return string|int
     */
    public function written(
        string $function,
        #[\SensitiveParameter]
        array $arguments
    ) {
        $instance = $this->take();
        try {
            $result = $instance->written($function, $instance->flat($arguments));
            $instance->wipeInput();
        } catch (\Throwable $thrown) {
            return self::discard($instance, $thrown);
        }
        $this->give($instance);
        return $result;
    }

    public function generator(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        int $mode
    ) {
        return PhpHandle::opened(new PhpGenerator($this, $appId, $secret, $mode));
    }

    public function verifier(
        int $appId,
        #[\SensitiveParameter]
        string $secret,
        #[\SensitiveParameter]
        array $previousSecrets,
        int $leeway
    ) {
        return PhpHandle::opened(new PhpVerifier($this, [$appId, $secret, $previousSecrets, $leeway]));
    }

    public function environment(
        ?string $appId,
        #[\SensitiveParameter]
        ?string $secret,
        #[\SensitiveParameter]
        ?string $previousSecret
    ): array {
        $instance = $this->take();
        try {
            $machine = $instance->machine;
            $out = $instance->numbers;
            $flat = $instance->flat([$appId, $secret, $previousSecret, $out, $out + 8, $out + 12]);
            $status = $machine->environment(...$flat);
            $instance->wipeInput();
            $found = [$status, $machine->load64($out), $machine->load32($out + 8), $machine->load32($out + 12)];
        } catch (\Throwable $thrown) {
            return [self::discard($instance, $thrown), 0, 0, 0];
        }
        $this->give($instance);
        return $found;
    }

    public function environmentMessage(int $variable, int $fault): string
    {
        return $this->text('environment_message', [$variable, $fault]);
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
        return $this->written('generate', [$appId, $userId, $secret, $ttl, $payload, $now]);
    }

    public function privilegesPayload(
        string $roomId,
        bool $login,
        bool $publish,
        bool $anyStream,
        ?array $streamIds
    ) {
        // A list that is given and empty is not one that is not given: it has an address.
        $streams = $streamIds === null ? [0, 0, 0] : [$streamIds];
        $given = [$roomId, (int) $login, (int) $publish, (int) $anyStream, ...$streams];
        return $this->written('privileges_payload', $given);
    }

    public function kitToken(
        string $token,
        string $roomId,
        string $userId,
        string $userName,
        int $appId
    ) {
        return $this->written('kit_token', [$token, $roomId, $userId, $userName, $appId]);
    }

    public function decode(
        string $token,
        #[\SensitiveParameter]
        string $secret
    ) {
        return $this->written('decode_json', [$token, $secret]);
    }

    public function inspect(string $token)
    {
        return $this->written('inspect_json', [$token]);
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
        $given = [$token, $secret, $appId, $userId, $roomId, $streamId, $kind & 0xffffffff, $leeway, $now];
        return $this->written('explain_json', $given);
    }

    public function errorName(int $code): string
    {
        return $this->text('error_name', [$code & 0xffffffff]);
    }

    public function errorMessage(int $code): string
    {
        return $this->text('error_message', [$code & 0xffffffff]);
    }

    /** A string of the core's own. */
    private function text(string $function, array $arguments): string
    {
        $instance = $this->take();
        try {
            $text = $instance->machine->readText($instance->machine->$function(...$arguments));
        } catch (\Throwable $thrown) {
            self::discard($instance, $thrown);
            return '';
        }
        $this->give($instance);
        return $text;
    }
}
