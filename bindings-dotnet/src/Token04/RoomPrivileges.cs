using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// What a token allows in one room. Checked when made, immutable, equal by value; it can be
    /// passed wherever a payload can. Privileges take effect only after the vendor has enabled the
    /// check for your account.
    /// </summary>
    public sealed class RoomPrivileges : TokenValue
    {
        private RoomPrivileges(string payload)
        {
            Payload = payload;
        }

        /// <summary>
        /// The payload of a token with these privileges, as JSON:
        /// <c>{"room_id":..,"privilege":{"1":..,"2":..},"stream_id_list":..}</c>.
        /// </summary>
        public string Payload { get; private set; }

        /// <summary>The user may log in to the room and publish nothing.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <returns>The privileges.</returns>
        /// <exception cref="Token04Exception">8.</exception>
        public static RoomPrivileges LoginOnly(string roomId)
        {
            return Make(roomId, true, false, false, null);
        }

        /// <summary>The user may publish the streams, and not log in.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="streamIds">
        /// At least one stream, each 1 to 256 bytes of UTF-8 without NUL. Null and an empty list
        /// are error 9.
        /// </param>
        /// <returns>The privileges.</returns>
        /// <exception cref="Token04Exception">8, 9: the first that applies.</exception>
        public static RoomPrivileges PublishOnly(string roomId, IEnumerable<string> streamIds)
        {
            return Make(roomId, false, true, false, streamIds);
        }

        /// <summary>The user may log in and publish only these streams.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="streamIds">
        /// At least one stream, each 1 to 256 bytes of UTF-8 without NUL. Null and an empty list
        /// are error 9: they never mean any stream.
        /// </param>
        /// <returns>The privileges.</returns>
        /// <exception cref="Token04Exception">8, 9: the first that applies.</exception>
        public static RoomPrivileges LoginAndPublish(string roomId, IEnumerable<string> streamIds)
        {
            return Make(roomId, true, true, false, streamIds);
        }

        /// <summary>The user may log in and publish any stream.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <returns>The privileges.</returns>
        /// <exception cref="Token04Exception">8.</exception>
        public static RoomPrivileges LoginAndPublishAny(string roomId)
        {
            return Make(roomId, true, true, true, null);
        }

        /// <summary>Privileges from flags, such as the columns of a database row.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="login">Whether the user may log in to the room.</param>
        /// <param name="publish">Whether the user may publish the streams.</param>
        /// <param name="streamIds">
        /// The streams, ignored without <paramref name="publish"/>; with it, null and an empty list
        /// are error 9.
        /// </param>
        /// <returns>The privileges.</returns>
        /// <exception cref="Token04Exception">
        /// 12 for neither flag, 8, 9: the first that applies.
        /// </exception>
        public static RoomPrivileges FromFlags(
            string roomId, bool login, bool publish, IEnumerable<string> streamIds)
        {
            return Make(roomId, login, publish, false, publish ? streamIds : null);
        }

        internal override object[] Parts()
        {
            return new object[] { Payload };
        }

        private static RoomPrivileges Make(
            string roomId, bool login, bool publish, bool anyStream, IEnumerable<string> streamIds)
        {
            Native.EnsureLoaded();
            PayloadCall call = new PayloadCall(roomId, login, publish, anyStream, streamIds);
            Token04Exception.ThrowUnlessOk(Scratch.Call(ref call, Scratch.OutputBytes));
            return new RoomPrivileges(call.Payload);
        }

        private unsafe struct PayloadCall : ICall
        {
            internal string Payload;
            private readonly string roomId;
            private readonly int login;
            private readonly int publish;
            private readonly int anyStream;
            private readonly string[] streamIds;
            private readonly UIntPtr[] lengths;
            private readonly int inputBytes;

            internal PayloadCall(
                string roomId, bool login, bool publish, bool anyStream, IEnumerable<string> streamIds)
            {
                Payload = null;
                this.roomId = roomId;
                this.login = login ? 1 : 0;
                this.publish = publish ? 1 : 0;
                this.anyStream = anyStream ? 1 : 0;
                // Always a copy: another thread may change the caller's list meanwhile.
                this.streamIds = new List<string>(streamIds ?? new string[0]).ToArray();
                // Never empty, so that there is a pointer to it.
                lengths = new UIntPtr[this.streamIds.Length + 1];
                int bytes = Utf8.Bound(roomId, Limits.RoomId);
                foreach (string streamId in this.streamIds)
                {
                    bytes = checked(bytes + Utf8.Bound(streamId, Limits.StreamId));
                }
                inputBytes = bytes;
            }

            public int InputBytes
            {
                get { return inputBytes; }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* streams = start + Utf8.Write(roomId, start, Limits.RoomId);
                byte* output = streams;
                for (int index = 0; index < streamIds.Length; index++)
                {
                    int length = Utf8.Write(streamIds[index], output, Limits.StreamId);
                    lengths[index] = (UIntPtr)length;
                    output += length;
                }
                bool listed = streamIds.Length > 0;
                int status;
                fixed (UIntPtr* lengthsAt = lengths)
                {
                    status = Native.token04_privileges_payload(
                        start, (UIntPtr)(streams - start), login, publish, anyStream,
                        listed ? streams : null, listed ? lengthsAt : null,
                        (UIntPtr)streamIds.Length, output, (UIntPtr)(end - output), needed);
                }
                if (status == Native.Ok)
                {
                    Payload = Utf8.Read(output, *needed);
                }
                return status;
            }
        }
    }
}
