using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// Makes tokens with one prepared key. Immutable: keep one for the life of the server, and
    /// share it between threads. Disposing wipes the key; later calls throw
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public sealed class TokenGenerator : IDisposable
    {
        private readonly GeneratorHandle handle = new GeneratorHandle();
        private readonly Func<DateTimeOffset> clock;

        /// <summary>Prepares a key.</summary>
        /// <param name="appId">The app id, 1 to 4294967295.</param>
        /// <param name="secret">The ServerSecret of exactly 32 bytes.</param>
        /// <param name="mode">How to encrypt.</param>
        /// <param name="clock">Returns the time of issue; null for the system's clock.</param>
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
        /// <param name="clock">Returns the time of issue; null for the system's clock.</param>
        /// <returns>The generator.</returns>
        /// <exception cref="Token04Exception">
        /// 1, 5, 10: the first that applies, also for a variable that is not set; the message names
        /// it.
        /// </exception>
        public static TokenGenerator FromEnv(
            TokenMode mode = TokenMode.Cbc, Func<DateTimeOffset> clock = null)
        {
            Credentials read = Credentials.OfGenerator();
            return new TokenGenerator(read.AppId, read.Secret, mode, clock);
        }

        /// <summary>Makes a token with any string as payload.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any string, empty for an identity token.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 13, 6, 7: the first that applies.</exception>
        public string Generate(string userId, TimeSpan ttl, string payload)
        {
            return Mint(userId, ttl, payload, null);
        }

        /// <summary>Makes a token that carries the privileges of one room.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="privileges">What the user may do.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 13, 6, 7: the first that applies.</exception>
        /// <exception cref="ArgumentNullException">privileges is null.</exception>
        public string Generate(string userId, TimeSpan ttl, RoomPrivileges privileges)
        {
            return Mint(userId, ttl, PayloadOf(privileges), null);
        }

        /// <summary>Makes a token that says who the user is, and nothing else.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 13, 6: the first that applies.</exception>
        public string IdentityToken(string userId, TimeSpan ttl)
        {
            return Mint(userId, ttl, string.Empty, null);
        }

        /// <summary>
        /// The same as <see cref="Generate(string, TimeSpan, RoomPrivileges)"/>, under a more
        /// readable name.
        /// </summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="privileges">What the user may do.</param>
        /// <returns>The token.</returns>
        /// <exception cref="Token04Exception">3, 13, 6, 7: the first that applies.</exception>
        /// <exception cref="ArgumentNullException">privileges is null.</exception>
        public string PrivilegeToken(string userId, TimeSpan ttl, RoomPrivileges privileges)
        {
            return Mint(userId, ttl, PayloadOf(privileges), null);
        }

        /// <summary>Makes a token and returns its timestamps too.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any string, empty for an identity token.</param>
        /// <returns>The token with its timestamps.</returns>
        /// <exception cref="Token04Exception">3, 13, 6, 7: the first that applies.</exception>
        public IssuedToken Issue(string userId, TimeSpan ttl, string payload)
        {
            long[] timestamps = new long[3];
            string token = Mint(userId, ttl, payload, timestamps);
            return new IssuedToken(token, timestamps[0], timestamps[1], timestamps[2]);
        }

        /// <summary>Makes a privilege token and returns its timestamps too.</summary>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="privileges">What the user may do.</param>
        /// <returns>The token with its timestamps.</returns>
        /// <exception cref="Token04Exception">3, 13, 6, 7: the first that applies.</exception>
        /// <exception cref="ArgumentNullException">privileges is null.</exception>
        public IssuedToken Issue(string userId, TimeSpan ttl, RoomPrivileges privileges)
        {
            return Issue(userId, ttl, PayloadOf(privileges));
        }

        /// <summary>
        /// Makes one token for each user id, in their order, with one reading of the clock. A user
        /// id that is refused is an error at its own index; all others get their token.
        /// </summary>
        /// <param name="userIds">The users, each 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="payload">Any string, empty for identity tokens.</param>
        /// <returns>As many results as user ids.</returns>
        /// <exception cref="Token04Exception">13, 6, 94: no token was made.</exception>
        /// <exception cref="ArgumentNullException">userIds is null.</exception>
        public IReadOnlyList<BatchResult> GenerateBatch(
            IEnumerable<string> userIds, TimeSpan ttl, string payload)
        {
            if (userIds == null)
            {
                throw new ArgumentNullException("userIds");
            }
            long now = Timestamps.Now(clock);
            // Always a copy: another thread may change the caller's array meanwhile.
            string[] all = new List<string>(userIds).ToArray();
            return Batch.Run(handle, all, Timestamps.Seconds(ttl), payload, now);
        }

        /// <summary>Like the other overload, with privileges.</summary>
        /// <param name="userIds">The users, each 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="ttl">The lifetime: whole seconds, at least one.</param>
        /// <param name="privileges">What the users may do.</param>
        /// <returns>As many results as user ids.</returns>
        /// <exception cref="Token04Exception">13, 6, 94: no token was made.</exception>
        /// <exception cref="ArgumentNullException">userIds or privileges is null.</exception>
        public IReadOnlyList<BatchResult> GenerateBatch(
            IEnumerable<string> userIds, TimeSpan ttl, RoomPrivileges privileges)
        {
            return GenerateBatch(userIds, ttl, PayloadOf(privileges));
        }

        /// <summary>Wipes the key when all running calls have finished.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private static string PayloadOf(RoomPrivileges privileges)
        {
            if (ReferenceEquals(privileges, null))
            {
                throw new ArgumentNullException("privileges");
            }
            return privileges.Payload;
        }

        private unsafe void Open(long appId, string secret, TokenMode mode)
        {
            // On the stack: the garbage collector cannot leave a copy of it behind.
            byte* bytes = stackalloc byte[Limits.SecretBound];
            IntPtr pointer;
            try
            {
                int length = Utf8.Write(secret, bytes, Limits.Secret);
                Token04Exception.ThrowUnlessOk(Native.token04_generator_new(
                    appId, bytes, (UIntPtr)length, (int)mode, &pointer));
            }
            finally
            {
                Utf8.Wipe(bytes, Limits.SecretBound);
            }
            handle.Own(pointer);
        }

        private string Mint(string userId, TimeSpan ttl, string payload, long[] timestamps)
        {
            MintCall call = new MintCall(
                handle, userId, Timestamps.Seconds(ttl), payload, Timestamps.Now(clock), timestamps);
            handle.Call(ref call, Scratch.OutputBytes);
            return call.Result;
        }
    }
}
