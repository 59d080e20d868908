<?php

declare(strict_types=1);

namespace Token04;

/** The codes of Token04Exception, the same in every language. A test compares them with the library's. */
final class ErrorCode
{
    public const APP_ID_INVALID = 1;
    public const USER_ID_INVALID = 3;
    public const SECRET_INVALID = 5;
    public const EFFECTIVE_TIME_INVALID = 6;
    public const PAYLOAD_INVALID = 7;
    public const ROOM_ID_INVALID = 8;
    public const STREAM_ID_INVALID = 9;
    public const MODE_INVALID = 10;
    public const LEEWAY_INVALID = 11;
    public const TOKEN_FORMAT = 20;
    public const DECRYPT_FAILED = 23;
    public const CLAIMS_INVALID = 24;
    public const APP_ID_MISMATCH = 30;
    public const USER_ID_MISMATCH = 31;
    public const EXPIRED = 32;
    public const NOT_YET_VALID = 33;
    public const EXPIRE_MISMATCH = 34;
    public const ROOM_NOT_ALLOWED = 35;
    public const STREAM_NOT_ALLOWED = 36;
    public const PRIVILEGES_ABSENT = 37;
    public const UNAUTHENTICATED = 38;
    public const INTERNAL = 90;
    public const NULL_POINTER = 91;
    public const BUFFER_TOO_SMALL = 92;
    public const ABI_MISMATCH = 93;
    public const RANDOM_UNAVAILABLE = 94;

    private function __construct()
    {
    }
}
