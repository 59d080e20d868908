<?php

/*
 * POST /token: a fresh token for the user who is logged in. It runs under PHP-FPM behind any web
 * server; ZEGO_APP_ID and ZEGO_SERVER_SECRET come from the environment (env[...] in FPM's pool).
 *
 * Who the user is comes from the session that your login made, never from the request: a client
 * that names the user could name another one.
 */

declare(strict_types=1);

use Token04\EngineException;
use Token04\Generator;
use Token04\RoomPrivileges;
use Token04\Token04Exception;

require __DIR__ . '/autoload.php'; // In your app: require 'vendor/autoload.php'.

const LIFETIME = 3600;

function answer(int $status, array $body): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode($body);
    exit;
}

if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST') {
    header('Allow: POST');
    answer(405, ['error' => 'use POST']);
}

session_start(['read_and_close' => true]);
$userId = $_SESSION['user_id'] ?? null;
if (!is_string($userId)) {
    answer(401, ['error' => 'log in first']);
}

try {
    $generator = Generator::fromEnv();
    // A room that is asked for: here your own rules decide whether this user may enter it.
    $body = json_decode((string) file_get_contents('php://input'), true);
    $room = is_array($body) ? $body['room_id'] ?? null : null;
    $payload = $room === null ? '' : RoomPrivileges::loginAndPublish($room)->payload();
    answer(200, $generator->issue($userId, LIFETIME, $payload)->jsonSerialize());
} catch (Token04Exception $refused) {
    // For the log; the message holds no secret. A client is told of its own mistakes only.
    error_log('token04: ' . $refused->name() . ': ' . $refused->getMessage());
    $own = in_array($refused->name(), ['room_id_invalid', 'stream_id_invalid'], true);
    answer($own ? 400 : 500, ['error' => $own ? $refused->getMessage() : 'the token service is not available']);
} catch (EngineException $closed) {
    error_log('token04: ' . $closed->getMessage()); // It says which line of php.ini is missing.
    answer(500, ['error' => 'the token service is not available']);
}
