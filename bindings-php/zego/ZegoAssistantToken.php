<?php

declare(strict_types=1);

namespace ZEGO;

/** What ZegoServerAssistant::generateToken04() returns. */
class ZegoAssistantToken
{
    /** @var int 0 is success */
    public $code;

    /** @var string */
    public $message;

    /** @var string empty on an error */
    public $token;

    /** What var_dump() and print_r() show: not the token. */
    public function __debugInfo(): array
    {
        return ['code' => $this->code, 'message' => $this->message];
    }
}
