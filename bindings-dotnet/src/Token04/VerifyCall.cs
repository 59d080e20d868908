using System;

namespace Token04
{
    /// <summary>
    /// The ids that a token is compared with, in addition to the checks that are always made.
    /// </summary>
    internal enum Expected
    {
        Token,
        User,
        Login,
        Publish,
    }

    /// <summary>One verification.</summary>
    internal unsafe struct VerifyCall : ICall
    {
        internal VerifiedToken Result;
        private readonly VerifierHandle verifier;
        private readonly Expected expected;
        private readonly string token;
        private readonly string userId;
        private readonly string roomId;
        private readonly string streamId;
        private readonly long now;

        internal VerifyCall(
            VerifierHandle verifier, Expected expected, string token, string userId, string roomId,
            string streamId, long now)
        {
            Result = null;
            this.verifier = verifier;
            this.expected = expected;
            this.token = token;
            this.userId = userId;
            this.roomId = roomId;
            this.streamId = streamId;
            this.now = now;
        }

        public int InputBytes
        {
            get
            {
                return Utf8.Bound(token, Limits.Token) + Utf8.Bound(userId, Limits.UserId)
                    + Utf8.Bound(roomId, Limits.RoomId) + Utf8.Bound(streamId, Limits.StreamId);
            }
        }

        public int Run(byte* start, byte* end, UIntPtr* needed)
        {
            IntPtr pointer = verifier.DangerousGetHandle();
            byte* user = start + Utf8.Write(token, start, Limits.Token);
            byte* room = user + Utf8.WriteExpected(userId, user, Limits.UserId);
            byte* stream = room + Utf8.WriteExpected(roomId, room, Limits.RoomId);
            byte* output = stream + Utf8.WriteExpected(streamId, stream, Limits.StreamId);
            UIntPtr tokenLength = (UIntPtr)(user - start);
            UIntPtr userLength = (UIntPtr)(room - user);
            UIntPtr roomLength = (UIntPtr)(stream - room);
            UIntPtr streamLength = (UIntPtr)(output - stream);
            UIntPtr capacity = (UIntPtr)(end - output);
            Native.Decoded decoded;
            int status;
            switch (expected)
            {
                case Expected.User:
                    status = Native.token04_verifier_verify_user(
                        pointer, start, tokenLength, user, userLength, now,
                        &decoded, output, capacity, needed);
                    break;
                case Expected.Login:
                    status = Native.token04_verifier_verify_login(
                        pointer, start, tokenLength, user, userLength, room, roomLength, now,
                        &decoded, output, capacity, needed);
                    break;
                case Expected.Publish:
                    status = Native.token04_verifier_verify_publish(
                        pointer, start, tokenLength, user, userLength, room, roomLength,
                        stream, streamLength, now, &decoded, output, capacity, needed);
                    break;
                default:
                    status = Native.token04_verifier_verify(
                        pointer, start, tokenLength, now, &decoded, output, capacity, needed);
                    break;
            }
            if (status == Native.Ok)
            {
                Result = new VerifiedToken(&decoded, output);
            }
            return status;
        }
    }
}
