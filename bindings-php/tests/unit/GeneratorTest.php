<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\ErrorCode;
use Token04\Generator;
use Token04\Mode;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Token04Exception;
use Token04\Verifier;

final class GeneratorTest extends TestCase
{
    private Generator $generator;

    protected function setUp(): void
    {
        $this->generator = new Generator(APP, SECRET);
    }

    public function testTheEngineIsTheOneThatIsDemanded(): void
    {
        self::assertSame(\getenv('TOKEN04_ENGINE'), Token04::engine());
        $home = \realpath(\getenv('TOKEN04_PLACE')) . '/vendor/';
        $file = (string) (new \ReflectionClass(Generator::class))->getFileName();
        self::assertSame(0, \strpos($file, $home), $file);
    }

    public function testAnIdentityTokenSaysWhoTheUserIs(): void
    {
        $token = $this->generator->identityToken('user1', 3600, NOW);
        $decoded = Token04::decode($token, SECRET);
        self::assertSame(Mode::CBC, $decoded->mode);
        self::assertFalse($decoded->authenticated);
        self::assertSame(APP, $decoded->claims->appId);
        self::assertSame('user1', $decoded->claims->userId);
        self::assertSame(NOW, $decoded->claims->ctime);
        self::assertSame(NOW + 3600, $decoded->claims->expire);
        self::assertSame('', $decoded->claims->payload);
        self::assertNull($decoded->privileges);
        self::assertEquals(new \DateTimeImmutable('@' . NOW), $decoded->issuedAtTime());
    }

    public function testPrivilegesAreThoseOfTheThreeShapes(): void
    {
        $shapes = [
            '{"room_id":"r","privilege":{"1":1,"2":0},"stream_id_list":null}' =>
                RoomPrivileges::loginOnly('r'),
            '{"room_id":"r","privilege":{"1":0,"2":1},"stream_id_list":["s"]}' =>
                RoomPrivileges::publishOnly('r', ['s']),
            '{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":null}' =>
                RoomPrivileges::loginAndPublish('r'),
            '{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":["s","t"]}' =>
                RoomPrivileges::loginAndPublish('r', new \ArrayIterator(['s', 't'])),
        ];
        foreach ($shapes as $payload => $held) {
            // The first use, the second, which prepares them, and the third differ within.
            for ($use = 0; $use < 3; $use++) {
                $token = $this->generator->privilegeToken('user1', 3600, $held, NOW);
                $claims = Token04::decode($token, SECRET)->claims;
                self::assertSame([$payload, NOW], [$claims->payload, $claims->ctime]);
            }
            self::assertSame($payload, $held->payload());
        }
    }

    public function testPrivilegesAreJudgedAfterTheUserAndTheLifetime(): void
    {
        $rooms = [[8, RoomPrivileges::loginOnly('')], [9, RoomPrivileges::loginAndPublish('r', [])],
            [9, RoomPrivileges::loginAndPublish('r', null)], [9, RoomPrivileges::publishOnly('r', null)],
            [8, RoomPrivileges::loginOnly(7)]];
        foreach ($rooms as [$code, $held]) {
            $mint = function ($user, $ttl) use ($held): int {
                return code(function () use ($user, $ttl, $held): void {
                    $this->generator->privilegeToken($user, $ttl, $held);
                });
            };
            for ($use = 0; $use < 3; $use++) {
                self::assertSame(3, $mint('', 0));
                self::assertSame(6, $mint('u', 0));
                self::assertSame($code, $mint('u', 1));
            }
            self::assertSame($code, code([$held, 'payload']));
        }
        // Each error at the first use of its privileges.
        $first = function ($user, $ttl, string $room): int {
            return code(function () use ($user, $ttl, $room): void {
                $this->generator->privilegeToken($user, $ttl, RoomPrivileges::publishOnly($room, []));
            });
        };
        self::assertSame([3, 6, 8, 9], [
            $first(7, 0, ''), $first('u', 1.0, ''), $first('u', 1, ''), $first('u', 1, 'r'),
        ]);
        $many = \array_fill(0, 400, \str_repeat('s', 100));
        $held = RoomPrivileges::publishOnly('r', $many);
        $more = RoomPrivileges::publishOnly('r', \array_merge($many, $many));
        for ($use = 0; $use < 3; $use++) {
            $token = $this->generator->privilegeToken('u', 1, $held);
            self::assertSame($many, Token04::decode($token, SECRET)->privileges->streamIds);
            self::assertSame(7, code(function () use ($more): void {
                $this->generator->privilegeToken('u', 1, $more);
            }));
            $token = $this->generator->privilegeToken('u', 1, $held, \PHP_INT_MIN);
            self::assertSame(\PHP_INT_MIN + 1, Token04::decode($token, SECRET)->claims->ctime);
        }
    }

    public function testUsedPrivilegesAreCopiedAndSerializedAsOthers(): void
    {
        $held = RoomPrivileges::loginAndPublish('r', ['s']);
        $payload = $held->payload();
        for ($use = 0; $use < 3; $use++) {
            foreach ([clone $held, \unserialize(\serialize($held))] as $copy) {
                for ($again = 0; $again < 2; $again++) {
                    $token = $this->generator->privilegeToken('u', 60, $copy);
                    self::assertSame($payload, Token04::decode($token, SECRET)->claims->payload);
                }
            }
            unset($copy, $token);
            $this->generator->privilegeToken('u', 60, $held);
        }
        // They never change, and show nothing that does.
        \ob_start();
        \var_dump($held);
        $shown = (string) \ob_get_clean();
        self::assertMatchesRegularExpression('/^object\(Token04.RoomPrivileges\)#\d+ \(0\) {\s+}$/', $shown);
        foreach (['shape', 'roomId', 'streamIds', 'used'] as $field) {
            self::assertTrue((new \ReflectionProperty($held, $field))->isPrivate());
        }
        // Of two apps, with two generators.
        $other = new Generator(7, \strrev(SECRET), Mode::GCM);
        $token = $other->privilegeToken('u', 60, $held);
        self::assertSame($payload, Token04::decode($token, \strrev(SECRET))->claims->payload);
    }

    public function testSerializedPrivilegesThatWereTamperedWithAreJudgedAsOthers(): void
    {
        $tampered = static function (array $fields): RoomPrivileges {
            $text = 'O:22:"Token04\RoomPrivileges"' . \substr(\serialize($fields), 1);
            return \unserialize($text);
        };
        $good = ['shape' => 2, 'roomId' => 'r', 'streamIds' => ['s']];
        $cases = [
            [7, []], [8, ['shape' => 0]], [7, ['shape' => 9] + $good], [7, ['shape' => '2'] + $good],
            [8, ['roomId' => null] + $good], [8, ['roomId' => [1]] + $good],
            [9, ['streamIds' => []] + $good], [9, ['streamIds' => [5, null]] + $good],
            [9, ['shape' => 2, 'roomId' => 'r']], [9, ['streamIds' => [['s']]] + $good],
        ];
        foreach ($cases as [$code, $fields]) {
            $held = $tampered($fields);
            for ($use = 0; $use < 3; $use++) {
                self::assertSame($code, code(function () use ($held): void {
                    $this->generator->privilegeToken('u', 60, $held);
                }));
                self::assertSame($code, code([$held, 'payload']));
            }
        }
        self::assertSame(['s'], Token04::decode(
            $this->generator->privilegeToken('u', 60, $tampered($good)),
            SECRET
        )->privileges->streamIds);
        try {
            $held->__unserialize($good);
            self::fail('changed');
        } catch (\LogicException $refused) {
            self::assertSame('RoomPrivileges never change', $refused->getMessage());
        }
        $this->expectException(\TypeError::class);
        $tampered(['streamIds' => 's'] + $good);
    }

    public function testAnExceptionTellsTheLineThatCalled(): void
    {
        $calls = [
            function (): void {
                $this->generator->identityToken('', 60);
            },
            static function (): void {
                RoomPrivileges::loginOnly('')->payload();
            },
            static function (): void {
                new Generator(0, SECRET);
            },
            function (): void {
                throw $this->generator->generateBatch([''], 60)[0];
            },
        ];
        foreach ($calls as $call) {
            try {
                $call();
                self::fail('refused');
            } catch (Token04Exception $refused) {
                $line = (new \ReflectionFunction($call))->getStartLine() + 1;
                self::assertSame([__FILE__, $line], [$refused->getFile(), $refused->getLine()]);
            }
        }
    }

    public function testPrivilegesAreTheirPayloadInJson(): void
    {
        $room = RoomPrivileges::loginAndPublish('r/é', ['s']);
        self::assertSame($room->payload(), \json_encode($room, \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_UNICODE));
        $made = \ZEGO\ZegoServerAssistant::generateToken04(APP, 'u', SECRET, 60, $room);
        self::assertSame($room->payload(), Token04::decode($made->token, SECRET)->claims->payload);
        $refused = \ZEGO\ZegoServerAssistant::generateToken04(APP, 'u', SECRET, 60, RoomPrivileges::loginOnly(''));
        self::assertSame(7, $refused->code);
    }

    public function testAnIssuedTokenTellsItsMoments(): void
    {
        $issued = $this->generator->issue('user1', 3600, 'x', NOW);
        self::assertSame([NOW, NOW + 3600, NOW + 3570], [
            $issued->issuedAt,
            $issued->expiresAt,
            $issued->refreshAt,
        ]);
        self::assertSame('x', Token04::decode($issued->token, SECRET)->claims->payload);
        $json = \json_decode((string) \json_encode($issued), true);
        self::assertSame(['token', 'issued_at', 'expires_at', 'refresh_at'], \array_keys($json));
        self::assertSame(NOW + 3570, $issued->refreshAtTime()->getTimestamp());
    }

    public function testABadLineOfABatchCostsTheOthersNothing(): void
    {
        $users = ['a', '', "b\0", 7, 'c', null, "\xff", \str_repeat('u', 65)];
        foreach ([$users, new \ArrayIterator($users)] as $given) {
            $made = $this->generator->generateBatch($given, 60, 'p', NOW);
            self::assertCount(8, $made);
            foreach ($made as $index => $token) {
                if ($index === 0 || $index === 4) {
                    $claims = Token04::decode($token, SECRET)->claims;
                    self::assertSame([$users[$index], 'p', NOW], [
                        $claims->userId, $claims->payload, $claims->ctime,
                    ]);
                } else {
                    self::assertInstanceOf(Token04Exception::class, $token);
                    self::assertSame(ErrorCode::USER_ID_INVALID, $token->getCode());
                }
            }
        }
        self::assertSame([], $this->generator->generateBatch([], 60));
        self::assertSame(6, code(function (): void {
            $this->generator->generateBatch([], 0);
        }));
        self::assertSame(7, $this->generator->generateBatch(['a'], 60, [])[0]->getCode());
    }

    public function testALongBatchKeepsItsOrder(): void
    {
        $users = [];
        for ($user = 0; $user < 1000; $user++) {
            $users[] = "user$user";
        }
        $payload = \str_repeat('"', 500);
        foreach ($this->generator->generateBatch($users, 60, $payload) as $index => $token) {
            $claims = Token04::decode($token, SECRET)->claims;
            self::assertSame([$users[$index], $payload], [$claims->userId, $claims->payload]);
        }
    }

    public function testTheLongestPayloadFits(): void
    {
        foreach ([Mode::CBC, Mode::GCM] as $mode) {
            $generator = new Generator(APP, SECRET, $mode);
            foreach (["\x01", 'x', '"'] as $character) {
                $payload = \str_repeat($character, $character === 'x' ? 65000 : 10000);
                $token = $generator->generate('u', 60, $payload);
                self::assertSame($payload, Token04::decode($token, SECRET)->claims->payload);
                // Nonces differ in their digits, and so tokens by a block.
                $issued = $generator->issue('u', 60, $payload)->token;
                self::assertEqualsWithDelta(\strlen($token), \strlen($issued), 24);
                self::assertIsString($generator->generateBatch(['u'], 60, $payload)[0]);
            }
        }
    }

    public function testTheClockIsTheOneThatIsGiven(): void
    {
        $generator = new Generator(APP, SECRET, Mode::GCM, static function (): int {
            return NOW;
        });
        self::assertSame(NOW, $generator->issue('u', 60)->issuedAt);
        self::assertSame(NOW + 1, $generator->issue('u', 60, '', NOW + 1)->issuedAt);
        foreach ([1.5, '1', null, new \DateTimeImmutable()] as $wrong) {
            $clock = static function () use ($wrong) {
                return $wrong;
            };
            $calls = [
                [[new Generator(APP, SECRET, Mode::CBC, $clock), 'identityToken'], ['u', 60]],
                [[new Verifier(APP, SECRET, [], 30, false, $clock), 'verify'], ['04']],
            ];
            foreach ($calls as [$call, $given]) {
                try {
                    $call(...$given);
                    self::fail('a wrong clock');
                } catch (\TypeError $refused) {
                    self::assertStringStartsWith('clock must return unix seconds', $refused->getMessage());
                }
            }
        }
        self::assertEqualsWithDelta(\time(), $this->generator->issue('u', 60)->issuedAt, 2);
    }

    public function testAToolMayFreezeTime(): void
    {
        Clock::$now = NOW;
        try {
            $issued = $this->generator->issue('u', 60);
            $batch = $this->generator->generateBatch(['u'], 60);
            self::assertSame(NOW, $issued->issuedAt);
            self::assertSame(NOW, Token04::decode($batch[0], SECRET)->claims->ctime);
            $verified = (new Verifier(APP, SECRET))->verify($issued->token);
            self::assertSame(NOW + 60, $verified->claims->expire);
        } finally {
            Clock::$now = null;
        }
        self::assertEqualsWithDelta(\time(), $this->generator->issue('u', 60)->issuedAt, 2);
    }

    public function testCredentialsComeFromTheEnvironment(): void
    {
        $make = static function (): void {
            Generator::fromEnv();
        };
        \putenv('ZEGO_APP_ID');
        \putenv('ZEGO_SERVER_SECRET');
        self::assertSame(1, code($make));
        foreach (['0', 'x', '1.0', ' 1', '4294967296', ''] as $bad) {
            \putenv("ZEGO_APP_ID=$bad");
            self::assertSame(1, code($make), $bad);
        }
        \putenv('ZEGO_APP_ID=' . APP);
        self::assertSame(5, code($make));
        \putenv('ZEGO_SERVER_SECRET=' . SECRET . SECRET);
        self::assertSame(5, code($make));
        \putenv('ZEGO_SERVER_SECRET=' . SECRET);
        $token = Generator::fromEnv(Mode::GCM)->identityToken('u', 60);
        self::assertSame(Mode::GCM, Token04::decode($token, SECRET)->mode);
    }

    public function testAKitTokenIsWrappedAndRead(): void
    {
        $token = $this->generator->identityToken('user1', 60);
        $kit = Token04::kitToken($token, 'room1', 'user1', 'Ada Ωmega 🎉', APP);
        $told = Token04::inspect($kit)->kit;
        self::assertSame(['user1', 'room1', 'Ada Ωmega 🎉', APP], [
            $told->userId, $told->roomId, $told->userName, $told->appId,
        ]);
        self::assertNull(Token04::inspect($token)->kit);
    }
}
