<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\ExplainInput;
use Token04\Generator;
use Token04\Mode;
use Token04\Privileges;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Verifier;

final class VerifierTest extends TestCase
{
    private const OLDER = '0123456789abcdef0123456789abcdef';

    public function testEachCallChecksWhatItNames(): void
    {
        $verifier = new Verifier(APP, SECRET);
        $generator = new Generator(APP, SECRET);
        $both = $generator->privilegeToken('u', 60, RoomPrivileges::loginAndPublish('r', ['s']), NOW);
        $login = $generator->privilegeToken('u', 60, RoomPrivileges::loginOnly('r'), NOW);
        $publish = $generator->privilegeToken('u', 60, RoomPrivileges::publishOnly('r', ['s']), NOW);
        $identity = $generator->identityToken('u', 60, NOW);
        $codes = static function (string $token) use ($verifier): array {
            return [
                code(fn() => $verifier->verify($token, NOW)),
                code(fn() => $verifier->verifyUser($token, 'u', NOW)),
                code(fn() => $verifier->verifyLogin($token, 'u', 'r', NOW)),
                code(fn() => $verifier->verifyPublish($token, 'u', 'r', 's', NOW)),
            ];
        };
        self::assertSame([0, 0, 0, 0], $codes($both));
        self::assertSame([0, 0, 0, 36], $codes($login));
        self::assertSame([0, 0, 35, 0], $codes($publish));
        self::assertSame([0, 0, 37, 37], $codes($identity));
        // What is null, empty or no string never matches.
        foreach (['other', '', null, 7, 0, true, false, ['u'], 1.5] as $other) {
            self::assertSame(31, code(fn() => $verifier->verifyUser($both, $other, NOW)));
            self::assertSame(31, code(fn() => $verifier->verifyLogin($both, $other, 'r', NOW)));
            self::assertSame(31, code(fn() => $verifier->verifyPublish($both, $other, 'r', 's', NOW)));
            self::assertSame(35, code(fn() => $verifier->verifyLogin($both, 'u', $other, NOW)));
            self::assertSame(35, code(fn() => $verifier->verifyPublish($both, 'u', $other, 's', NOW)));
            self::assertSame(36, code(fn() => $verifier->verifyPublish($both, 'u', 'r', $other, NOW)));
        }
        $few = ['verifyUser' => [$both], 'verifyLogin' => [$both, 'u'], 'verifyPublish' => [$both, 'u', 'r']];
        foreach ($few as $call => $given) {
            try {
                $verifier->$call(...$given);
                self::fail('an argument is missing');
            } catch (\ArgumentCountError $refused) {
                self::assertStringContainsString($call, $refused->getMessage());
            }
        }
        $verified = $verifier->verifyPublish($both, 'u', 'r', 's', NOW);
        self::assertTrue($verified->authenticated);
        self::assertTrue($verified->privileges->equals(new Privileges('r', true, true, ['s'])));
    }

    public function testATokenOfAnotherGeneratorIsRefused(): void
    {
        if (!\function_exists('openssl_encrypt')) {
            self::markTestSkipped('openssl is not loaded');
        }
        // As the upstream generator makes it: a random IV.
        $claims = (string) \json_encode([
            'app_id' => APP, 'user_id' => 'u', 'nonce' => 1, 'ctime' => NOW, 'expire' => NOW + 60, 'payload' => '',
        ]);
        $iv = \random_bytes(16);
        $sealed = (string) \openssl_encrypt($claims, 'aes-256-cbc', SECRET, \OPENSSL_RAW_DATA, $iv);
        $token = '04' . \base64_encode(
            \pack('J', NOW + 60) . \pack('n', 16) . $iv . \pack('n', \strlen($sealed)) . $sealed
        );
        $decoded = Token04::decode($token, SECRET);
        self::assertSame(['u', false], [$decoded->claims->userId, $decoded->authenticated]);
        self::assertSame(38, code(fn() => (new Verifier(APP, SECRET))->verify($token, NOW)));
    }

    public function testNoChangedByteIsAccepted(): void
    {
        $verifier = new Verifier(APP, SECRET);
        foreach ([Mode::CBC, Mode::GCM] as $mode) {
            $token = (new Generator(APP, SECRET, $mode))->identityToken('u', 60, NOW);
            $envelope = (string) \base64_decode(\substr($token, 2), true);
            for ($byte = 0; $byte < \strlen($envelope); $byte++) {
                $changed = $envelope;
                $changed[$byte] = \chr(\ord($changed[$byte]) ^ 1);
                $code = code(fn() => $verifier->verify('04' . \base64_encode($changed), NOW));
                self::assertContains($code, [20, 38], "$mode $byte");
            }
        }
    }

    public function testASecretBeforeARotationIsStillAccepted(): void
    {
        $token = (new Generator(APP, self::OLDER))->identityToken('u', 60);
        $verifier = new Verifier(APP, SECRET, new \ArrayIterator([self::OLDER]));
        self::assertSame(1, $verifier->verify($token)->secretIndex);
        self::assertSame(38, code(static function () use ($token): void {
            (new Verifier(APP, SECRET))->verify($token);
        }));
        \putenv('ZEGO_APP_ID=' . APP);
        \putenv('ZEGO_SERVER_SECRET=' . SECRET);
        \putenv('ZEGO_PREVIOUS_SERVER_SECRET=' . self::OLDER);
        self::assertSame(1, Verifier::fromEnv()->verify($token)->secretIndex);
        \putenv('ZEGO_PREVIOUS_SERVER_SECRET=short');
        self::assertSame(5, code(static function (): void {
            Verifier::fromEnv();
        }));
        \putenv('ZEGO_PREVIOUS_SERVER_SECRET');
    }

    public function testTimesAreJudgedByTheClockAndTheLeeway(): void
    {
        $token = (new Generator(APP, SECRET, Mode::GCM))->identityToken('u', 60, NOW);
        $at = static function (int $now, int $leeway) use ($token): int {
            return code(static function () use ($now, $leeway, $token): void {
                $clock = static function () use ($now): int {
                    return $now;
                };
                (new Verifier(APP, SECRET, [], $leeway, $clock))->verify($token);
            });
        };
        self::assertSame([0, 32, 0, 32], [
            $at(NOW + 59, 0), $at(NOW + 60, 0), $at(NOW + 89, 30), $at(NOW + 90, 30),
        ]);
        self::assertSame([0, 33, 0, 33], [$at(NOW, 0), $at(NOW - 1, 0), $at(NOW - 5, 5), $at(NOW - 6, 5)]);
    }

    public function testExplainNamesTheLikeliestCauseFirst(): void
    {
        $token = (new Generator(APP, SECRET, Mode::GCM))->identityToken('u', 60, NOW);
        $first = static function (?string $secret, ?ExplainInput $named = null) use ($token): string {
            $found = Token04::explain($token, $secret, $named, NOW);
            return $found === [] ? '' : $found[0]->id;
        };
        self::assertSame('', $first(SECRET));
        self::assertSame('secret_is_app_sign', $first(\str_repeat('ab', 32)));
        $finding = Token04::explain($token, SECRET, (new ExplainInput())->appId(1), NOW)[0];
        self::assertSame('error', $finding->severity);
        self::assertNotSame('', $finding->message . $finding->advice);
        self::assertContains(1002076, $finding->sdkCodes);
        self::assertNotSame('', $first(SECRET, (new ExplainInput())->kit(true)));
    }

    public function testATimeThatNoDateHoldsHasNone(): void
    {
        $far = \PHP_INT_MAX - NOW;
        $token = (new Generator(APP, SECRET))->identityToken('u', $far, NOW);
        $decoded = Token04::decode($token, SECRET);
        self::assertSame($far + NOW, $decoded->claims->expire);
        $date = $decoded->expiresAtTime();
        self::assertTrue($date === null || $date->getTimestamp() === $far + NOW);
    }
}
