<?php

declare(strict_types=1);

namespace Token04;

use Token04\Engine\Input;

/** What Token04::explain() compares a token with. */
final class ExplainExpectations extends Expectations
{
    /** @internal */
    public int $app = \PHP_INT_MIN;

    /** @internal */
    public int $kind = -1;

    /**
     * Names the app.
     *
     * @param int $appId
     */
    public function appId($appId): self
    {
        $this->app = Input::integer($appId);
        return $this;
    }

    /** Names the kind: true for a token of the web UI kit, false for a plain one. */
    public function kit(bool $kit): self
    {
        $this->kind = $kit ? 1 : 0;
        return $this;
    }
}
