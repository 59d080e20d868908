<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Claims;
use Token04\ErrorCode;
use Token04\Generator;
use Token04\GeneratorInterface;
use Token04\IssuedToken;
use Token04\Mode;
use Token04\Privileges;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Token04Exception;
use Token04\VerifiedToken;
use Token04\Verifier;
use Token04\VerifierInterface;
use ZEGO\ZegoServerAssistant;

/** Results are values: they compare, they become JSON, and they print neither claims nor tokens. */
final class ResultsTest extends TestCase
{
    private const USER = 'a-user-that-nobody-prints';
    private const ROOM = 'a-room-that-nobody-prints';

    public function testNoClaimAndNoTokenIsPrinted(): void
    {
        $generator = new Generator(APP, SECRET);
        $held = RoomPrivileges::loginAndPublish(self::ROOM, [self::USER]);
        $issued = $generator->issue(self::USER, 60, $held->payload());
        $verifier = new Verifier(APP, SECRET);
        $kit = Token04::kitToken($issued->token, self::ROOM, self::USER, self::USER, APP);
        $results = [
            $held,
            $issued,
            $verifier->verify($issued->token),
            Token04::decode($issued->token, SECRET),
            Token04::decode($issued->token, SECRET)->claims,
            Token04::decode($issued->token, SECRET)->privileges,
            Token04::inspect($kit),
            Token04::inspect($kit)->kit,
            Token04::explain($issued->token, SECRET),
            ZegoServerAssistant::generateToken04(APP, self::USER, SECRET, 60, $held->payload()),
            $generator,
            $verifier,
        ];
        foreach ($results as $result) {
            $shown = written(static function () use ($result): void {
                \var_dump($result);
                \print_r($result);
            });
            foreach ([self::USER, self::ROOM, '04AAAA', SECRET] as $hidden) {
                self::assertStringNotContainsString($hidden, $shown);
            }
        }
    }

    public function testResultsBecomeJsonWithTheFieldsOfEveryLanguage(): void
    {
        $generator = new Generator(APP, SECRET);
        $issued = $generator->issue('u', 60, RoomPrivileges::publishOnly('r', ['s'])->payload(), NOW);
        $fields = static function ($result): array {
            return \json_decode((string) \json_encode($result), true);
        };
        self::assertSame([
            'token' => $issued->token,
            'issued_at' => NOW,
            'expires_at' => NOW + 60,
            'refresh_at' => NOW + 30,
        ], $fields($issued));
        $verified = $fields((new Verifier(APP, SECRET))->verify($issued->token, NOW));
        $decoded = $fields(Token04::decode($issued->token, SECRET));
        self::assertSame(['secret_index' => 0], \array_diff_key($verified, $decoded));
        self::assertSame(
            ['mode', 'authenticated', 'claims', 'envelope_expire', 'privileges', 'payload_is_text'],
            \array_keys($decoded)
        );
        self::assertSame(
            ['app_id', 'user_id', 'nonce', 'ctime', 'expire', 'payload'],
            \array_keys($decoded['claims'])
        );
        self::assertSame(
            ['room_id' => 'r', 'login' => false, 'publish' => true, 'stream_ids' => ['s']],
            $decoded['privileges']
        );
        $kit = $fields(Token04::inspect(Token04::kitToken($issued->token, 'r', 'u', 'Ada', APP)));
        self::assertSame(['user_id' => 'u', 'room_id' => 'r', 'user_name' => 'Ada', 'app_id' => APP], $kit['kit']);
        self::assertSame(
            ['version', 'mode', 'expire', 'iv_length', 'ciphertext_length', 'kit'],
            \array_keys($kit)
        );
        $finding = $fields(Token04::explain('x', SECRET)[0]);
        self::assertSame(['id', 'severity', 'message', 'advice', 'sdk_codes'], \array_keys($finding));
    }

    public function testValuesAreEqualWhereTheyHoldTheSame(): void
    {
        $generator = new Generator(APP, SECRET);
        $token = $generator->identityToken('1e3', 60, NOW);
        $claims = Token04::decode($token, SECRET)->claims;
        $made = new Claims(APP, '1e3', $claims->nonce, NOW, NOW + 60, '');
        self::assertTrue($claims->equals($made) && $claims == $made);
        // PHP's == compares strings that look like numbers as numbers.
        self::assertFalse($claims->equals(new Claims(APP, '1000', $claims->nonce, NOW, NOW + 60, '')));
        self::assertFalse($claims->equals(new Claims(APP, '1e3', $claims->nonce, NOW, NOW + 60, null)));
        $issued = new IssuedToken($token, NOW, NOW + 60, NOW + 30);
        self::assertTrue($issued->equals(new IssuedToken($token, NOW, NOW + 60, NOW + 30)));
        self::assertFalse($issued->equals(new IssuedToken($token, NOW, NOW + 60, NOW + 31)));
        $held = new Privileges('r', true, true, ['1']);
        self::assertTrue($held->equals(new Privileges('r', true, true, ['1'])));
        self::assertFalse($held->equals(new Privileges('r', true, true, ['1.0'])));
        self::assertFalse($held->equals(new Privileges('r', true, true, null)));
    }

    public function testGeneratorsAndVerifiersAreEqualOnlyToThemselves(): void
    {
        foreach ([Generator::class, Verifier::class] as $class) {
            $one = new $class(APP, SECRET);
            foreach ([new $class(APP, SECRET), new $class(APP, \strrev(SECRET))] as $other) {
                self::assertFalse($one == $other, $class);
            }
            self::assertTrue($one == $one);
        }
    }

    public function testAnAppsOwnTestsCanStandIn(): void
    {
        $token = new IssuedToken('04', NOW, NOW + 60, NOW + 30);
        $generator = $this->createMock(GeneratorInterface::class);
        $generator->method('issue')->willReturn($token);
        self::assertSame($token, $generator->issue('u', 60));
        $claims = new Claims(APP, 'u', 1, NOW, NOW + 60, '');
        $verified = new VerifiedToken($claims, Mode::CBC, true, NOW + 60, null, true);
        $verifier = $this->createMock(VerifierInterface::class);
        $verifier->method('verifyUser')->willReturn($verified);
        $verifier->method('verify')->willThrowException(Token04Exception::of(ErrorCode::EXPIRED));
        self::assertSame('u', $verifier->verifyUser('04', 'u')->claims->userId);
        self::assertSame(ErrorCode::EXPIRED, code(fn() => $verifier->verify('04')));
        self::assertInstanceOf(GeneratorInterface::class, new Generator(APP, SECRET));
        self::assertInstanceOf(VerifierInterface::class, new Verifier(APP, SECRET));
    }
}
