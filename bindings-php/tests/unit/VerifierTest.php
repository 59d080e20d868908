<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\ExplainExpectations;
use Token04\Expectations;
use Token04\Generator;
use Token04\Mode;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Verifier;

final class VerifierTest extends TestCase
{
    private const OLDER = '0123456789abcdef0123456789abcdef';

    public function testWhatIsNamedIsCheckedAndNothingElse(): void
    {
        $verifier = new Verifier(APP, SECRET);
        $held = RoomPrivileges::loginAndPublish('room1', ['s1']);
        $token = (new Generator(APP, SECRET))->privilegeToken('user1', 60, $held, NOW);
        $code = static function (?Expectations $named) use ($verifier, $token): int {
            return code(static function () use ($verifier, $token, $named): void {
                $verifier->verify($token, $named, NOW);
            });
        };
        $named = static function (): Expectations {
            return new Expectations();
        };
        self::assertSame(0, $code(null));
        self::assertSame(0, $code($named()->userId('user1')->roomId('room1')->streamId('s1')));
        foreach (['other', '', null, 7, true, ['user1']] as $other) {
            self::assertSame(31, $code($named()->userId($other)));
            self::assertSame(35, $code($named()->roomId($other)));
            self::assertSame(36, $code($named()->streamId($other)));
        }
        $privileges = $verifier->verify($token, null, NOW)->privileges;
        self::assertSame(['room1', true, true, ['s1']], [
            $privileges->roomId, $privileges->login, $privileges->publish, $privileges->streamIds,
        ]);
    }

    public function testASecretBeforeARotationIsStillAccepted(): void
    {
        $token = (new Generator(APP, self::OLDER))->identityToken('u', 60);
        $verifier = new Verifier(APP, SECRET, new \ArrayIterator([self::OLDER]));
        self::assertSame(1, $verifier->verify($token)->secretIndex);
        self::assertSame(23, code(static function () use ($token): void {
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

    public function testMomentsAreJudgedByTheClockAndTheLeeway(): void
    {
        $token = (new Generator(APP, SECRET, Mode::GCM))->identityToken('u', 60, NOW);
        $at = static function (int $now, int $leeway) use ($token): int {
            return code(static function () use ($now, $leeway, $token): void {
                $clock = static function () use ($now): int {
                    return $now;
                };
                (new Verifier(APP, SECRET, [], $leeway, true, $clock))->verify($token);
            });
        };
        self::assertSame([0, 32, 0, 32], [
            $at(NOW + 59, 0), $at(NOW + 60, 0), $at(NOW + 89, 30), $at(NOW + 90, 30),
        ]);
        self::assertSame([0, 33, 0, 33], [$at(NOW, 0), $at(NOW - 1, 0), $at(NOW - 5, 5), $at(NOW - 6, 5)]);
    }

    public function testACbcTokenIsRefusedWhereAnAuthenticatedOneIsDemanded(): void
    {
        $token = (new Generator(APP, SECRET))->identityToken('u', 60);
        self::assertSame(38, code(static function () use ($token): void {
            (new Verifier(APP, SECRET, [], 30, true))->verify($token);
        }));
    }

    public function testExplainNamesTheLikeliestCauseFirst(): void
    {
        $token = (new Generator(APP, SECRET, Mode::GCM))->identityToken('u', 60, NOW);
        $first = static function (?string $secret, ?ExplainExpectations $named = null) use ($token): string {
            $found = Token04::explain($token, $secret, $named, NOW);
            return $found === [] ? '' : $found[0]->id;
        };
        self::assertSame('', $first(SECRET));
        self::assertSame('secret_is_app_sign', $first(\str_repeat('ab', 32)));
        $finding = Token04::explain($token, SECRET, (new ExplainExpectations())->appId(1), NOW)[0];
        self::assertSame('error', $finding->severity);
        self::assertNotSame('', $finding->message . $finding->advice);
        self::assertContains(1002076, $finding->sdkCodes);
        self::assertNotSame('', $first(SECRET, (new ExplainExpectations())->kit(true)));
    }

    public function testAMomentThatNoDateHoldsHasNone(): void
    {
        $far = \PHP_INT_MAX - 60;
        $token = (new Generator(APP, SECRET))->identityToken('u', 60, $far);
        $decoded = Token04::decode($token, SECRET);
        self::assertSame($far, $decoded->claims->ctime);
        $date = $decoded->issuedAtTime();
        self::assertTrue($date === null || $date->getTimestamp() === $far);
    }
}
