using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// What a token allows in one room: one of the three shapes of the vendor's documentation.
    /// Privileges take effect only after the vendor has enabled the check for your account.
    /// Ids are checked where the privileges are used. Immutable.
    /// </summary>
    public sealed class RoomPrivileges : TokenValue
    {
        private const int LoginOnlyShape = 0;
        private const int PublishOnlyShape = 1;
        private const int LoginAndPublishShape = 2;

        /// <summary>Encoded once: a token of these privileges then costs no encoding of them.</summary>
        internal readonly int Shape;
        internal readonly byte[] RoomId;
        internal readonly byte[] StreamIds;
        /// <summary>Null: any stream. Else never empty, so that its pointer is never null.</summary>
        internal readonly UIntPtr[] StreamLengths;
        internal readonly int StreamCount;

        private RoomPrivileges(int shape, string roomId, IEnumerable<string> streamIds, bool named)
        {
            Shape = shape;
            RoomId = Utf8.Bytes(roomId, Limits.RoomId);
            if (!named)
            {
                return;
            }
            List<byte> bytes = new List<byte>();
            List<UIntPtr> lengths = new List<UIntPtr>();
            foreach (string streamId in streamIds ?? new string[] { null })
            {
                byte[] one = Utf8.Bytes(streamId, Limits.StreamId);
                bytes.AddRange(one);
                lengths.Add((UIntPtr)one.Length);
            }
            StreamCount = lengths.Count;
            if (StreamCount == 0)
            {
                lengths.Add(UIntPtr.Zero);
            }
            StreamIds = bytes.ToArray();
            StreamLengths = lengths.ToArray();
        }

        /// <summary>The user may log in to the room and publish nothing.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <returns>The privileges.</returns>
        public static RoomPrivileges LoginOnly(string roomId)
        {
            return new RoomPrivileges(LoginOnlyShape, roomId, null, false);
        }

        /// <summary>The user may publish the streams, and not log in.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="streamIds">At least one stream, each 1 to 256 bytes of UTF-8 without NUL.</param>
        /// <returns>The privileges.</returns>
        public static RoomPrivileges PublishOnly(string roomId, IEnumerable<string> streamIds)
        {
            return new RoomPrivileges(PublishOnlyShape, roomId, streamIds, true);
        }

        /// <summary>The user may log in and publish any stream.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <returns>The privileges.</returns>
        public static RoomPrivileges LoginAndPublish(string roomId)
        {
            return new RoomPrivileges(LoginAndPublishShape, roomId, null, false);
        }

        /// <summary>The user may log in and publish these streams alone.</summary>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="streamIds">
        /// At least one stream, each 1 to 256 bytes of UTF-8 without NUL. An empty list, and null,
        /// is refused where the privileges are used: it never means any stream.
        /// </param>
        /// <returns>The privileges.</returns>
        public static RoomPrivileges LoginAndPublish(string roomId, IEnumerable<string> streamIds)
        {
            return new RoomPrivileges(LoginAndPublishShape, roomId, streamIds, true);
        }

        /// <summary>The payload of a token with these privileges, as JSON text.</summary>
        /// <returns>
        /// <c>{"room_id":..,"privilege":{"1":..,"2":..},"stream_id_list":..}</c>
        /// </returns>
        /// <exception cref="Token04Exception">8 for the room, 9 for the streams.</exception>
        public string Payload()
        {
            Native.EnsureLoaded();
            return Write();
        }

        private unsafe string Write()
        {
            int size = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(size);
                UIntPtr length;
                fixed (byte* output = buffer, room = RoomId, streams = StreamIds)
                fixed (UIntPtr* lengths = StreamLengths)
                {
                    int status = Native.token04_privilege_payload(
                        Shape, room, (UIntPtr)RoomId.Length, streams, lengths,
                        (UIntPtr)StreamCount, output, (UIntPtr)buffer.Length, &length);
                    if (status != Native.BufferTooSmall)
                    {
                        Token04Exception.ThrowUnlessOk(status);
                        return Utf8.Read(output, length);
                    }
                }
                size = (int)length;
            }
        }

        internal override object[] Parts()
        {
            return new object[] { Shape, RoomId, StreamIds, StreamLengths, StreamCount };
        }
    }
}
