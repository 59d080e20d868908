<?php

namespace Token04\Tests;

// Without strict_types, as most callers of the upstream generator are.

use PHPUnit\Framework\TestCase;
use Token04\Token04;
use ZEGO\ZegoAssistantToken;
use ZEGO\ZegoErrorCodes;
use ZEGO\ZegoServerAssistant;

final class DropInTest extends TestCase
{
    public function testTheResultHasUpstreamsShape(): void
    {
        $made = ZegoServerAssistant::generateToken04(APP, 'user1', SECRET, 3600, 'text');
        self::assertInstanceOf(ZegoAssistantToken::class, $made);
        self::assertSame(ZegoErrorCodes::success, $made->code);
        self::assertSame('success', $made->message);
        $decoded = Token04::decode($made->token, SECRET);
        self::assertSame(['cbc', 'text'], [$decoded->mode, $decoded->claims->payload]);
        self::assertEqualsWithDelta(\time(), $decoded->claims->ctime, 2);
        self::assertSame($decoded->claims->ctime + 3600, $decoded->claims->expire);
    }

    public function testItWritesNothing(): void
    {
        self::assertSame('', written(static function (): void {
            ZegoServerAssistant::generateToken04(APP, 'user1', SECRET, 3600, '');
            ZegoServerAssistant::generateToken04(0, '', '', 0, '');
        }));
    }

    public function testErrorsAreAnsweredInOrder(): void
    {
        $codes = [
            [ZegoErrorCodes::appIDInvalid, 0, '', '', 0, 7],
            [ZegoErrorCodes::userIDInvalid, APP, '', '', 0, 7],
            [ZegoErrorCodes::secretInvalid, APP, 'u', '', 0, 7],
            [ZegoErrorCodes::effectiveTimeInSecondsInvalid, APP, 'u', SECRET, 0, 7],
            [7, APP, 'u', SECRET, 1, 7],
        ];
        foreach ($codes as $case) {
            $code = \array_shift($case);
            $made = ZegoServerAssistant::generateToken04(...$case);
            self::assertSame([$code, ''], [$made->code, $made->token]);
            self::assertNotSame('', $made->message);
        }
    }

    public function testAPayloadBecomesText(): void
    {
        $payload = function ($given) {
            $made = ZegoServerAssistant::generateToken04(APP, 'u', SECRET, 60, $given);
            return $made->code ?: Token04::decode($made->token, SECRET)->claims->payload;
        };
        self::assertSame('', $payload(null));
        self::assertSame('{"room_id":"r/é","privilege":{"1":1}}', $payload([
            'room_id' => 'r/é', 'privilege' => [1 => 1],
        ]));
        self::assertSame('[]', $payload([]));
        self::assertSame('{}', $payload(new \stdClass()));
        foreach ([7, 1.5, true, false, ["\xff"], [\NAN], \STDIN, "\xff"] as $bad) {
            self::assertSame(7, $payload($bad));
        }
        $cycle = [];
        $cycle['self'] = &$cycle;
        self::assertSame(7, $payload($cycle));
    }

    public function testPhpConvertsAsItDidUpstream(): void
    {
        $made = ZegoServerAssistant::generateToken04((string) APP, 12345, SECRET, '60', '');
        self::assertSame('12345', Token04::decode($made->token, SECRET)->claims->userId);
    }

    public function testWhatPhpDoesNotConvertHasTheCodeOfItsField(): void
    {
        $code = static function (...$given): int {
            return ZegoServerAssistant::generateToken04(...$given)->code;
        };
        foreach ([null, true, false, [], [1], new \stdClass(), '', 'x', '1x', 1.5, \NAN, \INF, 1e300] as $bad) {
            self::assertSame(1, $code($bad, 'u', SECRET, 60));
            self::assertSame(6, $code(APP, 'u', SECRET, $bad));
        }
        foreach ([null, true, false, [], ['u'], new \stdClass()] as $bad) {
            self::assertSame(3, $code(APP, $bad, SECRET, 60));
            self::assertSame(5, $code(APP, 'u', $bad, 60));
        }
        self::assertSame([1, 3, 5, 6], [$code(), $code(APP), $code(APP, 'u'), $code(APP, 'u', SECRET)]);
        self::assertSame(0, $code((float) APP, 1.5, SECRET, '6e1'));
    }
}
