<?php

declare(strict_types=1);

namespace ZEGO;

/** What ZegoServerAssistant::generateToken04() answers. */
class ZegoAssistantToken
{
    /** @var int 0 is success */
    public $code;

    /** @var string */
    public $message;

    /** @var string empty on an error */
    public $token;
}
