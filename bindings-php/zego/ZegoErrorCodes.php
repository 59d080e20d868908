<?php

declare(strict_types=1);

namespace ZEGO;

/** The codes that the upstream generator names. ZegoAssistantToken may have others: see Token04\ErrorCode. */
class ZegoErrorCodes
{
    public const success = 0; // phpcs:ignore
    public const appIDInvalid = 1; // phpcs:ignore
    public const userIDInvalid = 3; // phpcs:ignore
    public const secretInvalid = 5; // phpcs:ignore
    public const effectiveTimeInSecondsInvalid = 6; // phpcs:ignore
}
