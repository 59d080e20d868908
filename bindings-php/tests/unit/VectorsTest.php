<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Token04;

/** Tokens of the vendor's published generators, on each version of PHP. The whole table is the driver's. */
final class VectorsTest extends TestCase
{
    public function testTokensOfUpstreamAreReadOrRefused(): void
    {
        $read = 0;
        foreach (self::vectors('upstream.json')->vectors as $vector) {
            $key = $vector->inputs->secret;
            $code = code(static function () use ($vector, $key): void {
                Token04::decode($vector->token, $key);
            });
            self::assertSame($vector->wellformed, $code === 0, "{$vector->id}: $code");
            if (!$vector->wellformed) {
                continue;
            }
            $claims = Token04::decode($vector->token, $key)->claims;
            $wanted = \json_decode($vector->claims_text);
            self::assertSame(
                [$wanted->app_id, $wanted->user_id, $wanted->nonce, $wanted->ctime, $wanted->expire],
                [$claims->appId, $claims->userId, $claims->nonce, $claims->ctime, $claims->expire],
                $vector->id
            );
            self::assertEquals($wanted->payload ?? null, $claims->payload, $vector->id);
            $read++;
        }
        self::assertGreaterThan(100, $read);
    }

    public function testMessagesAreThoseOfTheTable(): void
    {
        foreach (self::vectors('errors.json')->errors as $error) {
            $made = \Token04\Token04Exception::of($error->code);
            self::assertSame([$error->name, $error->message], [$made->name(), $made->getMessage()]);
        }
    }

    public function testAPayloadOfAnotherMakerIsReadWhateverItsKeys(): void
    {
        $decoded = Token04::decode(self::foreign("{\"\\u0000k\":{\"a\":[]},\"\":1}"), SECRET);
        self::assertFalse($decoded->payloadIsText);
        self::assertSame(["\0k" => ['a' => []], '' => 1], $decoded->claims->payload);
        self::assertSame('u', $decoded->claims->userId);
    }

    public function testADeepPayloadOfAnotherMakerIsRead(): void
    {
        foreach ([500, 600, 1000, 10000, 20000] as $depth) {
            foreach ([['[', ']', '1'], ['{"a":', '}', '"\",\"payload\":é"']] as [$open, $close, $core]) {
                $payload = \str_repeat($open, $depth) . $core . \str_repeat($close, $depth);
                if (\strlen($payload) > 65000) {
                    continue;
                }
                $decoded = Token04::decode(self::foreign($payload), SECRET);
                self::assertSame(['u', 61], [$decoded->claims->userId, $decoded->envelopeExpire]);
                self::assertFalse($decoded->payloadIsText);
                $found = $decoded->claims->payload;
                // What is too deep for PHP's parser stays JSON.
                $json = \is_string($found)
                    ? $found
                    : \json_encode($found, \JSON_UNESCAPED_UNICODE | \JSON_UNESCAPED_SLASHES, 100000);
                self::assertSame($payload, $json, (string) $depth);
                self::assertSame($depth > 1000, \is_string($found), (string) $depth);
            }
        }
    }

    /** A token of another generator, which put this JSON there as its payload. */
    private static function foreign(string $payload): string
    {
        $claims = '{"app_id":1,"user_id":"u","nonce":1,"ctime":1,"expire":61,"payload":' . $payload . '}';
        $iv = \str_repeat('i', 16);
        $sealed = self::seal($claims, $iv);
        return '04' . \base64_encode(
            \pack('J', 61) . \pack('n', 16) . $iv . \pack('n', \strlen($sealed)) . $sealed
        );
    }

    private static function seal(string $text, string $iv): string
    {
        if (!\function_exists('openssl_encrypt')) {
            self::markTestSkipped('openssl is not loaded');
        }
        return (string) \openssl_encrypt($text, 'aes-256-cbc', SECRET, \OPENSSL_RAW_DATA, $iv);
    }

    private static function vectors(string $name): \stdClass
    {
        $folder = \getenv('TOKEN04_VECTORS') ?: __DIR__ . '/../../../tests/vectors';
        return \json_decode((string) \file_get_contents("$folder/$name"), false, 512, \JSON_THROW_ON_ERROR);
    }
}
