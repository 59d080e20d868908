// The only code with a hint: what was passed as payload.
// begin: errors
export const PAYLOAD_INVALID = 7;
// end: errors

/**
 * Makes the error class of an engine: numbers, names and messages come from the core.
 * @param {object} engine
 */
export function createErrors(engine) {
  class Token04Error extends Error {
    /**
     * @param {number} code
     * @param {string} [message] replaces the core's constant
     * @param {string} [hint] appended to it
     */
    constructor(code, message, hint = '') {
      super((message || engine.errorMessage(code)) + hint);
      const hidden = (value) => ({ value, writable: true, configurable: true });
      const shown = (value) => ({ ...hidden(value), enumerable: true });
      Object.defineProperties(this, {
        name: hidden(engine.errorName(code)),
        code: shown(code),
        // The upstream generator's names: its errors have these two fields and no other.
        errorCode: shown(code),
        errorMessage: shown(this.message),
      });
    }

    toJSON() {
      const { code, name, message, errorCode, errorMessage } = this;
      return { code, name, message, errorCode, errorMessage };
    }
  }

  /** Returns an engine's result; the number of an error becomes an exception. */
  function unwrap(outcome) {
    if (typeof outcome === 'number') throw new Token04Error(outcome);
    return outcome;
  }

  return { Token04Error, unwrap };
}
