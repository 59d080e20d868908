<?php

declare(strict_types=1);

namespace Token04;

/** The codes of Token04Exception, the same in every language. */
final class ErrorCode
{
    // begin: errors
    /** App id must be an integer from 1 to 4294967295. */
    public const APP_ID_INVALID = 1;

    /** User id must be a UTF-8 string of 1 to 64 bytes without NUL. */
    public const USER_ID_INVALID = 3;

    /**
     * Server secret must be exactly 32 bytes, used as they are (a string of 64 hex characters is an
     * AppSign, a different credential).
     */
    public const SECRET_INVALID = 5;

    /**
     * Effective time (ttl) must be a whole number of seconds, at least 1, and the expiry must fit a
     * signed 64-bit timestamp.
     */
    public const EFFECTIVE_TIME_INVALID = 6;

    /**
     * Payload must be a UTF-8 string, short enough that the token's claims take at most 65519 bytes
     * of JSON.
     */
    public const PAYLOAD_INVALID = 7;

    /** Room id must be a UTF-8 string of 1 to 128 bytes without NUL. */
    public const ROOM_ID_INVALID = 8;

    /**
     * Stream ids must be UTF-8 strings of 1 to 256 bytes without NUL, and the list of streams to
     * publish must not be missing or empty.
     */
    public const STREAM_ID_INVALID = 9;

    /** Mode must be cbc or gcm. */
    public const MODE_INVALID = 10;

    /** Leeway must be a whole number of seconds, at least 0. */
    public const LEEWAY_INVALID = 11;

    /** Privileges must allow login, publishing, or both. */
    public const PRIVILEGES_EMPTY = 12;

    /**
     * The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it given in
     * milliseconds?).
     */
    public const NOW_INVALID = 13;

    /**
     * Token is malformed: expected 04 followed by canonical base64 of a complete envelope, with
     * nothing around it.
     */
    public const TOKEN_FORMAT = 20;

    /** Token could not be decrypted: it was made under another server secret, or it is damaged. */
    public const DECRYPT_FAILED = 23;

    /** Token was opened, but its content is not the claims of a Token04. */
    public const CLAIMS_INVALID = 24;

    /** Token was issued for another app id. */
    public const APP_ID_MISMATCH = 30;

    /** Token was issued for another user id. */
    public const USER_ID_MISMATCH = 31;

    /** Token has expired: issue a new one. */
    public const EXPIRED = 32;

    /** Token is not valid yet: its time of issue is in the future, check the clocks. */
    public const NOT_YET_VALID = 33;

    /** Expiry in the token's envelope differs from the one in its claims. */
    public const EXPIRE_MISMATCH = 34;

    /** Token does not allow logging in to this room. */
    public const ROOM_NOT_ALLOWED = 35;

    /** Token does not allow publishing this stream. */
    public const STREAM_NOT_ALLOWED = 36;

    /** Token carries no room privileges, so it allows no login and no publishing. */
    public const PRIVILEGES_ABSENT = 37;

    /**
     * Token was not authenticated: it comes from another generator, was minted under another server
     * secret, or was changed.
     */
    public const UNAUTHENTICATED = 38;

    /** Internal error in token04: please report it. */
    public const INTERNAL = 90;

    /** A required pointer argument was NULL. */
    public const NULL_POINTER = 91;

    /** Output buffer is too small: the required size is in the length output. */
    public const BUFFER_TOO_SMALL = 92;

    /** The loaded token04 library has a different ABI version than this package expects. */
    public const ABI_MISMATCH = 93;

    /** No cryptographic randomness is available. */
    public const RANDOM_UNAVAILABLE = 94;
    // end: errors

    private function __construct()
    {
    }
}
