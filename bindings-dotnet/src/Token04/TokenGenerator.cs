using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// Makes tokens with one prepared key. Immutable; keep one for the life of the server, threads
    /// share it. Disposing wipes the key; a later use is <see cref="ObjectDisposedException"/>.
    /// </summary>
    public sealed class TokenGenerator : IDisposable
    {
        private readonly GeneratorHandle handle = new GeneratorHandle();
        private readonly Func<DateTimeOffset> clock;

        /// <summary>Prepares a key.</summary>
        /// <param name="appId">The app id, 1 to 4294967295.</param>
        /// <param name="secret">The ServerSecret of exactly 32 bytes.</param>
        /// <param name="mode">How to encrypt.</param>
        /// <param name="clock">Tells the moment of issue; null for the system's clock.</param>
        /// <exception cref="Token04Exception">1, 5, 10: the first that applies.</exception>
        /// <exception cref="DllNotFoundException">The native library cannot be loaded.</exception>
        public TokenGenerator(
            long appId,
            string secret,
            TokenMode mode = TokenMode.Cbc,
            Func<DateTimeOffset> clock = null)
        {
            Native.EnsureLoaded();
            this.clock = clock;
            Open(appId, secret, mode);
        }

        /// <summary>
        /// Prepares a key from the environment: <c>ZEGO_APP_ID</c> and <c>ZEGO_SERVER_SECRET</c>.
        /// </summary>
        /// <param name="mode">How to encrypt.</param>
        /// <param name="clock">Tells the moment of issue; null for the system's clock.</param>
        /// <returns>The generator.</returns>
        /// <exception cref="Token04Exception">
        /// 1, 5, 10: the first that applies, also for a variable that is not set; the message
        /// names it.
        /// </exception>
        public static TokenGenerator FromEnv(
            TokenMode mode = TokenMode.Cbc, Func<DateTimeOffset> clock = null)
        {
            long appId = Credentials.AppId();
            return new TokenGenerator(appId, Credentials.Secret(appId), mode, clock);
        }

        /// <summary>Makes a token with any text as payload.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any text, empty for an identity token.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 6, 7: the first that applies.</exception>
        public string Generate(string userId, TimeSpan ttl, string payload)
        {
            long[] none = null;
            return Mint(userId, ttl, payload, none);
        }

        /// <summary>Makes a token that says who the user is, and nothing else.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 6: the first that applies.</exception>
        public string IdentityToken(string userId, TimeSpan ttl)
        {
            return Generate(userId, ttl, string.Empty);
        }

        /// <summary>Makes a token and tells its moments.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any text, empty for an identity token.</param>
        /// <returns>The token with its moments.</returns>
        /// <exception cref="Token04Exception">3, 6, 7: the first that applies.</exception>
        public IssuedToken Issue(string userId, TimeSpan ttl, string payload)
        {
            long[] moments = new long[3];
            string token = Mint(userId, ttl, payload, moments);
            return new IssuedToken(token, moments[0], moments[1], moments[2]);
        }

        /// <summary>Makes a token that carries the privileges of one room.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="privileges">What the user may do.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">
        /// 3, 6, 8, 9, 7: the first that applies.
        /// </exception>
        /// <exception cref="ArgumentNullException">privileges is null.</exception>
        public unsafe string PrivilegeToken(string userId, TimeSpan ttl, RoomPrivileges privileges)
        {
            if (privileges == null)
            {
                throw new ArgumentNullException("privileges");
            }
            long now = Moments.Now(clock);
            int room = Utf8.Room(userId, Limits.UserId);
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(room + answer));
                UIntPtr length;
                bool held = false;
                try
                {
                    handle.DangerousAddRef(ref held);
                    fixed (byte* user = buffer, roomId = privileges.RoomId)
                    fixed (byte* streams = privileges.StreamIds)
                    fixed (UIntPtr* lengths = privileges.StreamLengths)
                    {
                        int userLength = Utf8.Write(userId, user, Limits.UserId);
                        byte* output = user + userLength;
                        int status = Native.token04_generator_privilege_token(
                            handle.DangerousGetHandle(), user, (UIntPtr)userLength,
                            Moments.Seconds(ttl), privileges.Shape,
                            roomId, (UIntPtr)privileges.RoomId.Length, streams, lengths,
                            (UIntPtr)privileges.StreamCount, now,
                            output, (UIntPtr)(buffer.Length - userLength), &length);
                        if (status != Native.BufferTooSmall)
                        {
                            Token04Exception.ThrowUnlessOk(status);
                            return Utf8.ReadAscii(output, length);
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

        /// <summary>
        /// Makes one token for each user id, in their order, with one reading of the clock. A user
        /// id that is refused is an error at its own place and costs the others nothing.
        /// </summary>
        /// <param name="userIds">The users, each 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any text, empty for identity tokens.</param>
        /// <returns>As many results as user ids.</returns>
        /// <exception cref="Token04Exception">6, 94: nothing was made.</exception>
        /// <exception cref="ArgumentNullException">userIds is null.</exception>
        public IReadOnlyList<BatchResult> GenerateBatch(
            IEnumerable<string> userIds, TimeSpan ttl, string payload)
        {
            if (userIds == null)
            {
                throw new ArgumentNullException("userIds");
            }
            long now = Moments.Now(clock);
            // A copy, always: another thread may write to the caller's array meanwhile.
            string[] all = new List<string>(userIds).ToArray();
            bool held = false;
            try
            {
                handle.DangerousAddRef(ref held);
                return Batch.Run(
                    handle.DangerousGetHandle(), all, Moments.Seconds(ttl), payload, now);
            }
            finally
            {
                if (held)
                {
                    handle.DangerousRelease();
                }
            }
        }

        /// <summary>Wipes the key, after the calls that are under way.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private unsafe void Open(long appId, string secret, TokenMode mode)
        {
            // On the stack, where the garbage collector cannot leave a copy behind.
            byte* bytes = stackalloc byte[Limits.SecretRoom];
            IntPtr pointer;
            try
            {
                int length = Utf8.Write(secret, bytes, Limits.Secret);
                Token04Exception.ThrowUnlessOk(Native.token04_generator_new(
                    appId, bytes, (UIntPtr)length, (int)mode, &pointer));
            }
            finally
            {
                Utf8.Wipe(bytes, Limits.SecretRoom);
            }
            handle.Own(pointer);
        }

        private unsafe string Mint(string userId, TimeSpan ttl, string payload, long[] moments)
        {
            long now = Moments.Now(clock);
            int room = Utf8.Room(userId, Limits.UserId) + Utf8.Room(payload, Limits.Payload);
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(room + answer));
                UIntPtr length;
                bool held = false;
                try
                {
                    handle.DangerousAddRef(ref held);
                    fixed (byte* user = buffer)
                    fixed (long* told = moments)
                    {
                        int userLength = Utf8.Write(userId, user, Limits.UserId);
                        byte* text = user + userLength;
                        int textLength = Utf8.Write(payload, text, Limits.Payload);
                        byte* output = text + textLength;
                        UIntPtr capacity = (UIntPtr)(buffer.Length - userLength - textLength);
                        IntPtr generator = handle.DangerousGetHandle();
                        int status = told == null
                            ? Native.token04_generator_generate(
                                generator, user, (UIntPtr)userLength, Moments.Seconds(ttl),
                                text, (UIntPtr)textLength, now, output, capacity, &length)
                            : Native.token04_generator_issue(
                                generator, user, (UIntPtr)userLength, Moments.Seconds(ttl),
                                text, (UIntPtr)textLength, now, told, output, capacity, &length);
                        if (status != Native.BufferTooSmall)
                        {
                            Token04Exception.ThrowUnlessOk(status);
                            return Utf8.ReadAscii(output, length);
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
    }
}
