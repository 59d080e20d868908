using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

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
            int texts = Utf8.Room(token, Limits.Token) + Utf8.Room(userId, Limits.UserId)
                + Utf8.Room(roomId, Limits.RoomId) + Utf8.Room(streamId, Limits.StreamId);
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
                        int tokenLength = Utf8.Write(token, start, Limits.Token);
                        byte* next = start + tokenLength;
                        byte* userAt = next;
                        int userLength = user ? Utf8.WriteExpected(userId, next, Limits.UserId) : 0;
                        next += userLength;
                        byte* roomAt = next;
                        int roomLength = room ? Utf8.WriteExpected(roomId, next, Limits.RoomId) : 0;
                        next += roomLength;
                        byte* streamAt = next;
                        int streamLength = stream ? Utf8.WriteExpected(streamId, next, Limits.StreamId) : 0;
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
            string[] secrets = new List<string>(previous ?? new string[0]).ToArray();
            long leeway = Moments.Seconds(options.Leeway);
            int authenticated = options.RequireAuthenticated ? 1 : 0;
            // Not the garbage collector's memory, where a moved array would leave a copy behind.
            int size = checked((secrets.Length + 1) * Limits.SecretRoom);
            byte* start = (byte*)Marshal.AllocHGlobal(size);
            IntPtr pointer;
            try
            {
                int currentLength = Utf8.Write(secret, start, Limits.Secret);
                byte* joined = start + currentLength;
                byte* next = joined;
                UIntPtr[] lengths = new UIntPtr[secrets.Length];
                for (int index = 0; index < secrets.Length; index++)
                {
                    int length = Utf8.Write(secrets[index], next, Limits.Secret);
                    lengths[index] = (UIntPtr)length;
                    next += length;
                }
                fixed (UIntPtr* lengthsAt = lengths)
                {
                    Token04Exception.ThrowUnlessOk(Native.token04_verifier_new(
                        appId, start, (UIntPtr)currentLength, joined, lengthsAt,
                        (UIntPtr)secrets.Length, leeway, authenticated, &pointer));
                }
            }
            finally
            {
                Utf8.Wipe(start, size);
                Marshal.FreeHGlobal((IntPtr)start);
            }
            handle.Own(pointer);
        }
    }
}
