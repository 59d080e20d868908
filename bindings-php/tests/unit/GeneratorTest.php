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
        self::assertTrue($decoded->authenticated);
        self::assertSame(APP, $decoded->claims->appId);
        self::assertSame('user1', $decoded->claims->userId);
        self::assertSame(NOW, $decoded->claims->ctime);
        self::assertSame(NOW + 3600, $decoded->claims->expire);
        self::assertSame('', $decoded->claims->payload);
        self::assertNull($decoded->privileges);
        self::assertEquals(new \DateTimeImmutable('@' . NOW), $decoded->issuedAtTime());
    }

    public function testPrivilegesArePayloads(): void
    {
        $shapes = [
            '{"room_id":"r","privilege":{"1":1,"2":0},"stream_id_list":null}' => [
                RoomPrivileges::loginOnly('r'),
                RoomPrivileges::fromFlags('r', true, false, null),
                RoomPrivileges::fromFlags('r', true, false, ['ignored']),
            ],
            '{"room_id":"r","privilege":{"1":0,"2":1},"stream_id_list":["s"]}' => [
                RoomPrivileges::publishOnly('r', ['s']),
                RoomPrivileges::publishOnly('r', new \ArrayIterator(['s'])),
                RoomPrivileges::fromFlags('r', false, true, ['s']),
            ],
            '{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":null}' => [
                RoomPrivileges::loginAndPublishAny('r'),
            ],
            '{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":["s","t"]}' => [
                RoomPrivileges::loginAndPublish('r', ['s', 't']),
                RoomPrivileges::fromFlags('r', true, true, ['s', 't']),
            ],
        ];
        foreach ($shapes as $payload => $same) {
            foreach ($same as $held) {
                self::assertSame($payload, $held->payload());
                self::assertTrue($held == $same[0] && $held->equals($same[0]));
                $tokens = [
                    $this->generator->privilegeToken('user1', 3600, $held, NOW),
                    $this->generator->generate('user1', 3600, $held, NOW),
                    $this->generator->issue('user1', 3600, $held, NOW)->token,
                    $this->generator->generateBatch(['user1'], 3600, $held, NOW)[0],
                ];
                foreach ($tokens as $token) {
                    $claims = Token04::decode($token, SECRET)->claims;
                    self::assertSame([$payload, NOW], [$claims->payload, $claims->ctime]);
                }
                // They are equal whatever they were used for.
                self::assertTrue($held == $same[0]);
            }
            foreach ($shapes as $other => [$held]) {
                self::assertSame($payload === $other, $held == $same[0]);
                self::assertSame($payload === $other, $held->equals($same[0]));
            }
        }
    }

    public function testPrivilegesAreCheckedWhenTheyAreMade(): void
    {
        $cases = [
            [8, fn() => RoomPrivileges::loginOnly('')],
            [8, fn() => RoomPrivileges::loginOnly(7)],
            [8, fn() => RoomPrivileges::loginOnly("r\0")],
            [8, fn() => RoomPrivileges::loginAndPublishAny(\str_repeat('r', 129))],
            [8, fn() => RoomPrivileges::publishOnly(null, null)],
            [9, fn() => RoomPrivileges::publishOnly('r', null)],
            [9, fn() => RoomPrivileges::publishOnly('r', [])],
            [9, fn() => RoomPrivileges::publishOnly('r', ['s', 7])],
            [9, fn() => RoomPrivileges::publishOnly('r', ['s', ''])],
            [9, fn() => RoomPrivileges::loginAndPublish('r', null)],
            [9, fn() => RoomPrivileges::loginAndPublish('r', new \ArrayIterator([]))],
            [9, fn() => RoomPrivileges::loginAndPublish('r', 7)],
            [9, fn() => RoomPrivileges::loginAndPublish('r', ['s' => ['t']])],
            [12, fn() => RoomPrivileges::fromFlags('', false, false, [])],
            [12, fn() => RoomPrivileges::fromFlags('r', 1, 1, ['s'])],
            [12, fn() => RoomPrivileges::fromFlags('r', null, true, ['s'])],
            [8, fn() => RoomPrivileges::fromFlags('', true, true, null)],
            [9, fn() => RoomPrivileges::fromFlags('r', false, true, null)],
            [9, fn() => RoomPrivileges::fromFlags('r', true, true, [])],
        ];
        foreach ($cases as $index => [$code, $make]) {
            self::assertSame($code, code($make), (string) $index);
        }
        $hints = [
            '[$streamId]' => fn() => RoomPrivileges::loginAndPublish('r', 's1'),
            '(bool)' => fn() => RoomPrivileges::fromFlags('r', 1, 0, null),
        ];
        foreach ($hints as $hint => $make) {
            try {
                $make();
                self::fail('accepted');
            } catch (Token04Exception $refused) {
                self::assertStringContainsString($hint, $refused->getMessage());
            }
        }
        // Their payload may be too long for a token.
        $held = RoomPrivileges::publishOnly('r', \array_fill(0, 400, \str_repeat('s', 100)));
        $token = $this->generator->privilegeToken('u', 1, $held);
        self::assertCount(400, Token04::decode($token, SECRET)->privileges->streamIds);
        $held = RoomPrivileges::publishOnly('r', \array_fill(0, 800, \str_repeat('s', 100)));
        self::assertSame(7, code(fn() => $this->generator->privilegeToken('u', 1, $held)));
    }

    public function testPrivilegesAreCopiedAndSerialized(): void
    {
        $all = [
            RoomPrivileges::loginOnly('room/é "1"'),
            RoomPrivileges::publishOnly('r', ['s', '1']),
            RoomPrivileges::loginAndPublish('r', ['s']),
            RoomPrivileges::loginAndPublishAny('1e3'),
        ];
        foreach ($all as $held) {
            foreach ([clone $held, \unserialize(\serialize($held))] as $copy) {
                self::assertTrue($copy == $held && $copy->equals($held) && $copy !== $held);
            }
            foreach ((array) $held as $name => $value) {
                self::assertTrue((new \ReflectionProperty($held, \trim(\strrchr($name, "\0"), "\0")))->isPrivate());
            }
            try {
                $held->__unserialize(['payload' => RoomPrivileges::loginOnly('other')->payload()]);
                self::fail('changed');
            } catch (\LogicException $refused) {
                self::assertSame('RoomPrivileges never change', $refused->getMessage());
            }
        }
    }

    public function testSerializedPrivilegesThatWereTamperedWithAreRefused(): void
    {
        $tampered = static function ($payload): string {
            $text = 'O:22:"Token04\RoomPrivileges"' . \substr(\serialize(['payload' => $payload]), 1);
            try {
                return \unserialize($text)->payload();
            } catch (Token04Exception $refused) {
                return (string) $refused->getCode();
            } catch (\UnexpectedValueException $refused) {
                return 'refused';
            }
        };
        $good = '{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":["s"]}';
        self::assertSame($good, $tampered($good));
        $changes = [
            '"r"' => ['""' => '8', 'null' => '8', '7' => '8', '["r"]' => '8'],
            '["s"]' => ['[]' => '9', '"s"' => '9', '[7]' => '9', '[""]' => '9', '{"a":"s"}' => 'refused'],
            '"1":1,"2":1' => ['"1":0,"2":0' => '12', '"1":true,"2":1' => 'refused', '' => '12'],
            '}' => ['' => 'refused', ' }' => 'refused', ',"x":1}' => 'refused'],
        ];
        foreach ($changes as $part => $others) {
            foreach ($others as $other => $wanted) {
                $changed = \str_replace((string) $part, (string) $other, $good);
                self::assertSame($wanted, $tampered($changed), $changed);
            }
        }
        foreach ([null, 7, '', 'x', '[]', [], \str_repeat('[', 5000)] as $other) {
            self::assertSame('refused', $tampered($other));
        }
    }

    public function testAnExceptionTellsTheLineThatCalled(): void
    {
        $calls = [
            function (): void {
                $this->generator->identityToken('', 60);
            },
            static function (): void {
                RoomPrivileges::loginOnly('');
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
                [[new Verifier(APP, SECRET, [], 30, $clock), 'verify'], ['04']],
                [[new Verifier(APP, SECRET, [], 30, $clock), 'verifyUser'], ['04', 'u']],
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

    public function testATimeIsUnixSeconds(): void
    {
        $token = $this->generator->identityToken('u', 60);
        $verifier = new Verifier(APP, SECRET);
        foreach ([-1, 253402300800, NOW * 1000, \PHP_INT_MIN, \PHP_INT_MAX, 1.5, '1', true, [], 7.0] as $now) {
            $calls = [
                fn() => $this->generator->identityToken('u', 60, $now),
                fn() => $this->generator->generate('u', 60, '', $now),
                fn() => $this->generator->privilegeToken('u', 60, RoomPrivileges::loginOnly('r'), $now),
                fn() => $this->generator->issue('u', 60, '', $now),
                fn() => $this->generator->generateBatch(['u'], 0, '', $now),
                fn() => $verifier->verify($token, $now),
                fn() => $verifier->verifyUser($token, 'u', $now),
                fn() => $verifier->verifyLogin($token, 'u', 'r', $now),
                fn() => $verifier->verifyPublish($token, 'u', 'r', 's', $now),
            ];
            foreach ($calls as $index => $call) {
                self::assertSame(13, code($call), "$index " . \var_export($now, true));
            }
        }
        foreach ([0, 253402300799] as $now) {
            self::assertSame($now, $this->generator->issue('u', 60, '', $now)->issuedAt);
        }
        $milliseconds = new Generator(APP, SECRET, Mode::CBC, fn() => (int) (\microtime(true) * 1000));
        self::assertSame(13, code(fn() => $milliseconds->identityToken('u', 60)));
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
