/** The one code that hints are for: what was passed as payload. */
export const PAYLOAD_INVALID = 7;

/**
 * Makes the error class of an engine: numbers, names and messages are the core's.
 * @param {object} engine
 */
export function createErrors(engine) {
  class Token04Error extends Error {
    constructor(code, before = '', after = '') {
      super(before + engine.errorMessage(code) + after);
      const fixed = (value) => ({ value, writable: true, configurable: true });
      Object.defineProperties(this, { name: fixed(engine.errorName(code)), code: fixed(code) });
    }

    /** As the upstream generator names it. */
    get errorCode() {
      return this.code;
    }

    /** As the upstream generator names it. */
    get errorMessage() {
      return this.message;
    }

    toJSON() {
      const { code, name, message, errorCode, errorMessage } = this;
      return { code, name, message, errorCode, errorMessage };
    }
  }

  /** What an engine answered; the number of an error becomes an exception. */
  function unwrap(answer) {
    if (typeof answer === 'number') throw new Token04Error(answer);
    return answer;
  }

  return { Token04Error, unwrap };
}
