import { list } from './inputs.mjs';

/** Numbers of the core's shapes. */
const LOGIN_ONLY = 0;
const PUBLISH_ONLY = 1;
const LOGIN_AND_PUBLISH = 2;

/** Makes the class of an engine, and a function that answers what one holds. */
export function createPrivileges(engine, { unwrap }) {
  class RoomPrivileges {
    #inputs;

    constructor(inputs) {
      this.#inputs = inputs;
    }

    static loginOnly(roomId) {
      return new RoomPrivileges([LOGIN_ONLY, roomId, undefined]);
    }

    static publishOnly(roomId, streamIds) {
      return new RoomPrivileges([PUBLISH_ONLY, roomId, list(streamIds)]);
    }

    static loginAndPublish(...given) {
      const [roomId, streamIds] = given;
      // Left out means any stream; an undefined variable must not.
      const streams = given.length < 2 ? undefined : list(streamIds);
      return new RoomPrivileges([LOGIN_AND_PUBLISH, roomId, streams]);
    }

    payload() {
      return unwrap(engine.privilegePayload(...this.#inputs));
    }

    /** What privileges hold; undefined of anything else. */
    static inputsOf(value) {
      return typeof value === 'object' && value !== null && #inputs in value
        ? value.#inputs
        : undefined;
    }
  }

  const { inputsOf } = RoomPrivileges;
  delete RoomPrivileges.inputsOf; // for this package alone
  return { RoomPrivileges, inputsOf };
}
