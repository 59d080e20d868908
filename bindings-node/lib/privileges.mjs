import { PAYLOAD_INVALID } from './errors.mjs';
import { list } from './inputs.mjs';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const NO_PRIVILEGES =
  '; privileges must be RoomPrivileges, such as RoomPrivileges.loginOnly(roomId)';

/** Makes the class of an engine, and the functions that the minting calls need. */
export function createPrivileges(engine, { Token04Error, unwrap }) {
  /** Checked when made, and frozen: privileges are equal when their fields are. */
  class RoomPrivileges {
    #payload;

    constructor(roomId, login, publish, anyStream, streamIds) {
      const streams = !publish || streamIds === undefined ? undefined : list(streamIds);
      this.#payload = unwrap(
        engine.privilegesPayload(roomId, login, publish, anyStream === true, streams),
      );
      this.roomId = roomId;
      this.login = login;
      this.publish = publish;
      this.streamIds = streams === undefined ? null : Object.freeze(streams);
      Object.freeze(this);
    }

    static loginOnly(roomId) {
      return new RoomPrivileges(roomId, true, false);
    }

    static publishOnly(roomId, streamIds) {
      return new RoomPrivileges(roomId, false, true, false, streamIds);
    }

    static loginAndPublish(roomId, streamIds) {
      return new RoomPrivileges(roomId, true, true, false, streamIds);
    }

    static loginAndPublishAny(roomId) {
      return new RoomPrivileges(roomId, true, true, true);
    }

    static fromFlags(roomId, login, publish, streamIds) {
      return new RoomPrivileges(roomId, login, publish, false, streamIds);
    }

    payload() {
      return this.#payload;
    }

    /** The fields of the payload, as `JSON.stringify` writes them. */
    toJSON() {
      return JSON.parse(this.#payload);
    }

    [INSPECT]() {
      return 'RoomPrivileges { [redacted] }';
    }

    /**
     * The payload of privileges; undefined for anything else. Does not use `#payload in value`: for
     * Node 16.0 that compiles to a WeakMap, which is ten times slower.
     */
    static read(value) {
      if (typeof value !== 'object' || value === null) return undefined;
      try {
        return value.#payload;
      } catch {
        return undefined;
      }
    }
  }

  const { read } = RoomPrivileges;
  delete RoomPrivileges.read; // internal

  /** The payload string of privileges; any other value is returned unchanged. */
  function payloadOf(payload) {
    return typeof payload === 'string' ? payload : (read(payload) ?? payload);
  }

  /** Mints with privileges only. */
  function mint(generator, userId, ttl, value, now) {
    const payload = read(value);
    if (payload !== undefined) return engine.generate(generator, userId, ttl, payload, now);
    // Other values are refused as a payload, after the user and the lifetime were checked.
    const code = engine.generate(generator, userId, ttl, null, now);
    throw new Token04Error(code, '', code === PAYLOAD_INVALID ? NO_PRIVILEGES : '');
  }

  /** The payload of the drop-in: none is the empty string, objects and lists become JSON. */
  function dropInPayload(payload) {
    if (payload === undefined || payload === null) return '';
    const held = payloadOf(payload);
    if (typeof held !== 'object') return held;
    try {
      return JSON.stringify(held);
    } catch {
      return null; // a cycle, a bigint: the core refuses it as a payload
    }
  }

  return { RoomPrivileges, mint, payloadOf, dropInPayload };
}
