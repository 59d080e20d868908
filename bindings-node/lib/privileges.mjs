import { list } from './inputs.mjs';

/** Numbers of the core's shapes. */
const LOGIN_ONLY = 0;
const PUBLISH_ONLY = 1;
const LOGIN_AND_PUBLISH = 2;

/** Makes the class of an engine. */
export function createPrivileges(engine, { unwrap }) {
  class RoomPrivileges {
    #handle;

    constructor(handle) {
      this.#handle = handle;
    }

    static loginOnly(roomId) {
      return make(LOGIN_ONLY, roomId, undefined);
    }

    static publishOnly(roomId, streamIds) {
      return make(PUBLISH_ONLY, roomId, list(streamIds));
    }

    static loginAndPublish(...given) {
      const [roomId, streamIds] = given;
      // Left out means any stream; an undefined variable must not.
      return make(LOGIN_AND_PUBLISH, roomId, given.length < 2 ? undefined : list(streamIds));
    }

    payload() {
      return unwrap(this.#handle.payload());
    }

    /** The engine's own half of privileges; undefined of anything else. */
    static handleOf(privileges) {
      return typeof privileges === 'object' && privileges !== null && #handle in privileges
        ? privileges.#handle
        : undefined;
    }
  }

  const make = (...inputs) => new RoomPrivileges(unwrap(engine.createPrivileges(...inputs)));
  const { handleOf } = RoomPrivileges;
  delete RoomPrivileges.handleOf; // for this package alone
  return { RoomPrivileges, handleOf };
}
