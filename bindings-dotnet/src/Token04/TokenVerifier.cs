using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// Verifies tokens with prepared keys. Immutable; keep one for the life of the server, threads
    /// share it. Disposing wipes the keys; a later use is <see cref="ObjectDisposedException"/>.
    /// </summary>
    public sealed class TokenVerifier : IDisposable
    {
        /// <summary>The leeway of a verifier that is given none, in seconds.</summary>
        public const int DefaultLeewaySeconds = 30;

        private readonly VerifierHandle handle = new VerifierHandle();
        private readonly Func<DateTimeOffset> clock;

        /// <summary>Prepares a verifier.</summary>
        /// <param name="appId">The app id, 1 to 4294967295.</param>
        /// <param name="secret">The current ServerSecret of exactly 32 bytes.</param>
        /// <param name="options">Previous secrets, leeway and more; null for the defaults.</param>
        /// <exception cref="Token04Exception">
        /// 1, 5 (also for a previous secret), 11: the first that applies.
        /// </exception>
        /// <exception cref="DllNotFoundException">The native library cannot be loaded.</exception>
        public TokenVerifier(long appId, string secret, VerifierOptions options = null)
        {
            VerifierOptions chosen = options ?? new VerifierOptions();
            clock = chosen.Clock;
            Native.EnsureLoaded();
            Open(appId, secret, chosen.PreviousSecrets, chosen);
        }

        private TokenVerifier(
            long appId, string secret, IEnumerable<string> previous, VerifierOptions options)
        {
            clock = options.Clock;
            Open(appId, secret, previous, options);
        }

        /// <summary>
        /// Prepares a verifier from the environment: <c>ZEGO_APP_ID</c>, <c>ZEGO_SERVER_SECRET</c>
        /// and, where it is set and not empty, <c>ZEGO_PREVIOUS_SERVER_SECRET</c>.
        /// </summary>
        /// <param name="options">
        /// Leeway and more, null for the defaults; its previous secrets come after the
        /// environment's.
        /// </param>
        /// <returns>The verifier.</returns>
        /// <exception cref="Token04Exception">
        /// 1, 5, 11: the first that applies, also for a variable that is not set; the message
        /// names it.
        /// </exception>
        public static TokenVerifier FromEnv(VerifierOptions options = null)
        {
            VerifierOptions chosen = options ?? new VerifierOptions();
            long appId = Credentials.AppId();
            string secret = Credentials.Secret(appId);
            List<string> previous = new List<string>();
            string fromEnvironment = Credentials.PreviousSecret(appId);
            if (fromEnvironment != null)
            {
                previous.Add(fromEnvironment);
            }
            previous.AddRange(chosen.PreviousSecrets ?? new string[0]);
            return new TokenVerifier(appId, secret, previous, chosen);
        }

        /// <summary>Verifies a token: its app, its moment, and what is named.</summary>
        /// <param name="token">A plain token.</param>
        /// <param name="expected">What it must be for; null names nothing.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">
        /// 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36: the first that applies.
        /// </exception>
        public unsafe VerifiedToken Verify(string token, Expectations expected = null)
        {
            long now = Moments.Now(clock);
            bool user = expected != null && expected.NamesUserId;
            bool room = expected != null && expected.NamesRoomId;
            bool stream = expected != null && expected.NamesStreamId;
            string userId = user ? expected.UserId : null;
            string roomId = room ? expected.RoomId : null;
            string streamId = stream ? expected.StreamId : null;
            int texts = checked(
                Utf8.Room(token) + Utf8.Room(userId) + Utf8.Room(roomId) + Utf8.Room(streamId));
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                Native.Decoded decoded;
                bool held = false;
                try
                {
                    handle.DangerousAddRef(ref held);
                    fixed (byte* start = buffer)
                    {
                        int tokenLength = Utf8.Write(token, start);
                        byte* next = start + tokenLength;
                        byte* userAt = next;
                        int userLength = user ? Utf8.WriteNamed(userId, next) : 0;
                        next += userLength;
                        byte* roomAt = next;
                        int roomLength = room ? Utf8.WriteNamed(roomId, next) : 0;
                        next += roomLength;
                        byte* streamAt = next;
                        int streamLength = stream ? Utf8.WriteNamed(streamId, next) : 0;
                        next += streamLength;
                        int status = Native.token04_verifier_verify(
                            handle.DangerousGetHandle(), start, (UIntPtr)tokenLength,
                            user ? userAt : null, (UIntPtr)userLength,
                            room ? roomAt : null, (UIntPtr)roomLength,
                            stream ? streamAt : null, (UIntPtr)streamLength,
                            now, &decoded, next,
                            (UIntPtr)(buffer.Length - (int)(next - start)), &length);
                        if (status != Native.BufferTooSmall)
                        {
                            Token04Exception.ThrowUnlessOk(status);
                            return new VerifiedToken(&decoded, next);
                        }
                    }
                }
                finally
                {
                    if (held)
                    {
                        handle.DangerousRelease();
                    }
                }
                answer = checked((int)length);
            }
        }

        /// <summary>Wipes the keys, after the calls that are under way.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private unsafe void Open(
            long appId, string secret, IEnumerable<string> previous, VerifierOptions options)
        {
            List<byte[]> secrets = new List<byte[]>();
            int total = 0;
            foreach (string one in previous ?? new string[0])
            {
                byte[] bytes = Utf8.Bytes(one);
                secrets.Add(bytes);
                total = checked(total + bytes.Length);
            }
            byte[] current = Utf8.Bytes(secret);
            byte[] joined = new byte[total];
            UIntPtr[] lengths = new UIntPtr[secrets.Count];
            int at = 0;
            for (int index = 0; index < lengths.Length; index++)
            {
                byte[] bytes = secrets[index];
                Buffer.BlockCopy(bytes, 0, joined, at, bytes.Length);
                at += bytes.Length;
                lengths[index] = (UIntPtr)bytes.Length;
                Array.Clear(bytes, 0, bytes.Length);
            }
            IntPtr pointer;
            int status;
            fixed (byte* currentAt = current, joinedAt = joined)
            fixed (UIntPtr* lengthsAt = lengths)
            {
                status = Native.token04_verifier_new(
                    appId, currentAt, (UIntPtr)current.Length, joinedAt, lengthsAt,
                    (UIntPtr)lengths.Length, Moments.Seconds(options.Leeway),
                    options.RequireAuthenticated ? 1 : 0, &pointer);
            }
            Array.Clear(current, 0, current.Length);
            Array.Clear(joined, 0, joined.Length);
            Token04Exception.ThrowUnlessOk(status);
            handle.Own(pointer);
        }
    }
}
