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
        // As a maker that nests its payload would write it, sealed here by hand.
        $payload = "{\"\\u0000k\":{\"a\":[]},\"\":1}";
        $claims = '{"app_id":1,"user_id":"u","nonce":1,"ctime":1,"expire":61,"payload":' . $payload . '}';
        $iv = \str_repeat('i', 16);
        $sealed = self::seal($claims, $iv);
        $token = '04' . \base64_encode(
            \pack('J', 61) . \pack('n', 16) . $iv . \pack('n', \strlen($sealed)) . $sealed
        );
        $decoded = Token04::decode($token, SECRET);
        self::assertFalse($decoded->payloadIsText);
        self::assertSame(["\0k" => ['a' => []], '' => 1], $decoded->claims->payload);
        self::assertSame('u', $decoded->claims->userId);
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
