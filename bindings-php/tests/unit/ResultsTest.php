<?php

declare(strict_types=1);

namespace Token04\Tests;

use PHPUnit\Framework\TestCase;
use Token04\Generator;
use Token04\RoomPrivileges;
use Token04\Token04;
use Token04\Verifier;
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
}
