<?php

declare(strict_types=1);

namespace Token04;

/** One thing that Token04::explain() found. */
final class Finding implements \JsonSerializable
{
    /** Stable, such as "secret_is_app_sign". */
    public string $id;

    /** "critical", "error", "warning" or "note". */
    public string $severity;

    /** What is wrong, in one sentence; no claim and no secret is in it. */
    public string $message;

    /** What to do. */
    public string $advice;

    /** @var list<int> the codes that SDKs report for it */
    public array $sdkCodes;

    /** @internal */
    public function __construct(\stdClass $finding)
    {
        $this->id = $finding->id;
        $this->severity = $finding->severity;
        $this->message = $finding->message;
        $this->advice = $finding->advice;
        $this->sdkCodes = $finding->sdk_codes;
    }

    /** What json_encode() writes: id, severity, message, advice, sdk_codes. */
    public function jsonSerialize(): array
    {
        return [
            'id' => $this->id,
            'severity' => $this->severity,
            'message' => $this->message,
            'advice' => $this->advice,
            'sdk_codes' => $this->sdkCodes,
        ];
    }
}
