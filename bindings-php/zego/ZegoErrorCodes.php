<?php

declare(strict_types=1);

namespace ZEGO;

/** The codes that the upstream generator names. ZegoAssistantToken may have others: see Token04\ErrorCode. */
class ZegoErrorCodes
{
    /** A token was made. */
    public const success = 0; // phpcs:ignore

    /** The app id is not from 1 to 4294967295. */
    public const appIDInvalid = 1; // phpcs:ignore

    /** The user id is not 1 to 64 bytes of UTF-8 without NUL. */
    public const userIDInvalid = 3; // phpcs:ignore

    /** The secret is not exactly 32 bytes. */
    public const secretInvalid = 5; // phpcs:ignore

    /** The lifetime is not at least 1 second, or overflows. */
    public const effectiveTimeInSecondsInvalid = 6; // phpcs:ignore
}
