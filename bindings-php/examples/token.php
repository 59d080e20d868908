<?php

/*
 * POST /token: a fresh token for the user who is logged in. It runs under PHP-FPM behind any web
 * server; ZEGO_APP_ID and ZEGO_SERVER_SECRET come from the environment (env[...] in FPM's pool).
 *
 * Who the user is comes from the session that your login made, never from the request: a client
 * that names the user could name another one. The session is checked first: before it, nothing of
 * the request is read.
 *
 * PHP itself stores a body before this page runs. Let it store no more than this page reads, in
 * FPM's pool: php_admin_value[post_max_size] = 4K and php_admin_flag[file_uploads] = off.
 */

declare(strict_types=1);

use Token04\EngineException;
use Token04\Generator;
use Token04\RoomPrivileges;
use Token04\Token04Exception;

require __DIR__ . '/autoload.php'; // In your app: require 'vendor/autoload.php'.

const LIFETIME = 3600;
const BODY_LIMIT = 4096;

function respond(int $status, array $body): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode($body);
    exit;
}

/** The user of the session, or null. */
function userOfSession(): ?string
{
    // A cookie is what a client likes to send: one that PHP would complain about is no session.
    $id = $_COOKIE[session_name()] ?? null;
    if (!is_string($id) || preg_match('/^[A-Za-z0-9,-]{22,256}$/D', $id) !== 1) {
        return null;
    }
    session_start(['read_and_close' => true, 'use_strict_mode' => true]);
    $userId = $_SESSION['user_id'] ?? null;
    return is_string($userId) && $userId !== '' ? $userId : null;
}

/**
 * Whether this user may log in to the room and publish any stream there. Replace it by your own
 * rules: a client may ask for any room. Here they are pairs in a variable, `user1:room1,user2:room1`.
 */
function mayEnter(string $userId, string $room): bool
{
    return in_array("$userId:$room", explode(',', (string) getenv('DEMO_ROOMS')), true);
}

/** The body, a JSON object; empty for an empty body. */
function body(): array
{
    $text = (int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > BODY_LIMIT
        ? null
        : file_get_contents('php://input', false, null, 0, BODY_LIMIT + 1);
    if (!is_string($text) || strlen($text) > BODY_LIMIT) {
        respond(413, ['error' => 'the body is too long']);
    }
    $body = $text === '' ? new \stdClass() : json_decode($text, false, 8);
    if (!$body instanceof \stdClass) {
        respond(400, ['error' => 'the body must be a JSON object']);
    }
    return (array) $body;
}

$userId = userOfSession();
if ($userId === null) {
    respond(401, ['error' => 'log in first']);
}
if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST') {
    header('Allow: POST');
    respond(405, ['error' => 'use POST']);
}
$room = body()['room_id'] ?? null;

try {
    $generator = Generator::fromEnv();
    $payload = $room === null ? '' : RoomPrivileges::loginAndPublishAny($room);
    if ($room !== null && !mayEnter($userId, $room)) {
        respond(403, ['error' => 'this user may not enter this room']);
    }
    respond(200, $generator->issue($userId, LIFETIME, $payload)->jsonSerialize());
} catch (Token04Exception $refused) {
    // For the log; the message holds no secret. A client learns only of its own mistakes and of its user id.
    error_log('token04: ' . $refused->name() . ': ' . $refused->getMessage());
    $own = in_array($refused->name(), ['user_id_invalid', 'room_id_invalid'], true);
    respond($own ? 400 : 500, ['error' => $own ? $refused->getMessage() : 'the token service is not available']);
} catch (EngineException $closed) {
    error_log('token04: ' . $closed->getMessage()); // It says which line of php.ini is missing.
    respond(500, ['error' => 'the token service is not available']);
}
