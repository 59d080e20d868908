import { PAYLOAD_INVALID } from './errors.mjs';
import { list } from './inputs.mjs';

/** Numbers of the core's shapes. */
const LOGIN_ONLY = 0;
const PUBLISH_ONLY = 1;
const LOGIN_AND_PUBLISH = 2;

const NO_PRIVILEGES =
  '; privileges must be RoomPrivileges, such as RoomPrivileges.loginOnly(roomId)';

/** Makes the class of an engine, and the function that mints with one. */
export function createPrivileges(engine, { Token04Error, unwrap }) {
  class RoomPrivileges {
    #shape;
    #roomId;
    #streamIds;
    /** The payload, once it was used twice; undefined before, and where it is refused. */
    #text;
    #uses = 0;

    constructor(shape, roomId, streamIds) {
      this.#shape = shape;
      this.#roomId = roomId;
      this.#streamIds = streamIds;
    }

    static loginOnly(roomId) {
      return new RoomPrivileges(LOGIN_ONLY, roomId, undefined);
    }

    static publishOnly(roomId, streamIds) {
      return new RoomPrivileges(PUBLISH_ONLY, roomId, list(streamIds));
    }

    static loginAndPublish(roomId, streamIds) {
      // Left out means any stream; an undefined variable must not.
      const streams = arguments.length < 2 ? undefined : list(streamIds);
      return new RoomPrivileges(LOGIN_AND_PUBLISH, roomId, streams);
    }

    payload() {
      return unwrap(this.#write());
    }

    /** So that JSON.stringify writes the payload, and not an object without a field. */
    toJSON() {
      return JSON.parse(this.payload());
    }

    #write() {
      return engine.privilegePayload(this.#shape, this.#roomId, this.#streamIds);
    }

    /** Not by `#shape in value`: for Node 16.0 that would be built as a WeakMap, ten times slower. */
    static #is(value) {
      try {
        return value.#shape !== undefined;
      } catch {
        return false;
      }
    }

    /**
     * Mints with what privileges hold. Those that are used again are written once: their text is
     * all that the engine reads then. What is refused is refused by the engine, each time.
     */
    static mint(generator, userId, ttl, value, now) {
      if (!RoomPrivileges.#is(value)) {
        // What is no privileges is a payload that is refused, after the user and the lifetime.
        const code = engine.generate(generator, userId, ttl, null, now);
        throw new Token04Error(code, '', code === PAYLOAD_INVALID ? NO_PRIVILEGES : '');
      }
      if (value.#text !== undefined) {
        return engine.generate(generator, userId, ttl, value.#text, now);
      }
      if ((value.#uses += 1) === 2) {
        const text = value.#write();
        if (typeof text === 'string') value.#text = text;
      }
      const { privilegeToken } = engine;
      const streams = value.#streamIds;
      return privilegeToken(generator, userId, ttl, value.#shape, value.#roomId, streams, now);
    }
  }

  const { mint } = RoomPrivileges;
  delete RoomPrivileges.mint; // for this package alone
  return { RoomPrivileges, mint };
}
