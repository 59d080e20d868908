using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>
    /// Accepts only tokens that this library made, in any language, under one of the secrets.
    /// Immutable: keep one for the life of the server, and share it between threads. Disposing
    /// wipes the keys; later calls throw <see cref="ObjectDisposedException"/>.
    /// </summary>
    public sealed class TokenVerifier : IDisposable
    {
        // begin: limits
        /// <summary>
        /// A verifier's default tolerance for clocks that differ, in seconds: a token is accepted
        /// until its expiry plus this, and from its time of issue minus this.
        /// </summary>
        public const int DefaultLeewaySeconds = 30;
        // end: limits

        private readonly VerifierHandle handle = new VerifierHandle();
        private readonly Func<DateTimeOffset> clock;

        /// <summary>Prepares a verifier.</summary>
        /// <param name="appId">The app id, 1 to 4294967295.</param>
        /// <param name="secret">The current ServerSecret of exactly 32 bytes.</param>
        /// <param name="options">Previous secrets, leeway and clock; null for the defaults.</param>
        /// <exception cref="Token04Exception">
        /// 1, 5 (also for a previous secret), 11: the first that applies.
        /// </exception>
        /// <exception cref="DllNotFoundException">The native library cannot be loaded.</exception>
        public TokenVerifier(long appId, string secret, VerifierOptions options = null)
        {
            VerifierOptions chosen = options ?? new VerifierOptions();
            clock = chosen.Clock;
            Native.EnsureLoaded();
            Open(appId, secret, chosen.PreviousSecrets, chosen.Leeway);
        }

        private TokenVerifier(Credentials read, VerifierOptions options)
        {
            clock = options.Clock;
            List<string> previous = new List<string>();
            if (!string.IsNullOrEmpty(read.PreviousSecret))
            {
                previous.Add(read.PreviousSecret);
            }
            previous.AddRange(options.PreviousSecrets ?? new string[0]);
            Open(read.AppId, read.Secret, previous, options.Leeway);
        }

        /// <summary>
        /// Prepares a verifier from the environment: <c>ZEGO_APP_ID</c>, <c>ZEGO_SERVER_SECRET</c>
        /// and, if it is set and not empty, <c>ZEGO_PREVIOUS_SERVER_SECRET</c>.
        /// </summary>
        /// <param name="options">
        /// Leeway and clock, null for the defaults; its previous secrets come after the
        /// environment's.
        /// </param>
        /// <returns>The verifier.</returns>
        /// <exception cref="Token04Exception">
        /// 1, 5, 11: the first that applies, also for a variable that is not set; the message names
        /// it.
        /// </exception>
        public static TokenVerifier FromEnv(VerifierOptions options = null)
        {
            return new TokenVerifier(Credentials.OfVerifier(), options ?? new VerifierOptions());
        }

        /// <summary>
        /// Verifies that this library made the token, for this app, and that it is valid now. The
        /// result says who the user is.
        /// </summary>
        /// <param name="token">A plain token.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">
        /// 13, 20, 38, 24, 34, 30, 32, 33: the first that applies.
        /// </exception>
        public VerifiedToken Verify(string token)
        {
            return Check(new VerifyCall(handle, Expected.Token, token, null, null, null, Now()));
        }

        /// <summary>Verifies a token, and that it is this user's.</summary>
        /// <param name="token">A plain token.</param>
        /// <param name="userId">The user. Null and the empty string match no token.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">
        /// As for <see cref="Verify"/>, then 31: the first that applies.
        /// </exception>
        public VerifiedToken VerifyUser(string token, string userId)
        {
            return Check(new VerifyCall(handle, Expected.User, token, userId, null, null, Now()));
        }

        /// <summary>
        /// Verifies a token, that it is this user's, and that it allows logging in to the room.
        /// </summary>
        /// <param name="token">A plain token.</param>
        /// <param name="userId">The user. Null and the empty string match no token.</param>
        /// <param name="roomId">The room. Null and the empty string match no token.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">
        /// As for <see cref="Verify"/>, then 31, 37, 35: the first that applies.
        /// </exception>
        public VerifiedToken VerifyLogin(string token, string userId, string roomId)
        {
            return Check(new VerifyCall(handle, Expected.Login, token, userId, roomId, null, Now()));
        }

        /// <summary>
        /// Verifies a token, that it is this user's, and that it allows publishing the stream in
        /// the room. The right to log in is not needed.
        /// </summary>
        /// <param name="token">A plain token.</param>
        /// <param name="userId">The user. Null and the empty string match no token.</param>
        /// <param name="roomId">The room. Null and the empty string match no token.</param>
        /// <param name="streamId">The stream. Null and the empty string match no token.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">
        /// As for <see cref="Verify"/>, then 31, 37, 35, 36: the first that applies.
        /// </exception>
        public VerifiedToken VerifyPublish(
            string token, string userId, string roomId, string streamId)
        {
            return Check(
                new VerifyCall(handle, Expected.Publish, token, userId, roomId, streamId, Now()));
        }

        /// <summary>Wipes the keys when all running calls have finished.</summary>
        public void Dispose()
        {
            handle.Dispose();
        }

        private long Now()
        {
            return Timestamps.Now(clock);
        }

        private VerifiedToken Check(VerifyCall call)
        {
            handle.Call(ref call, Scratch.OutputBytes);
            return call.Result;
        }

        private unsafe void Open(
            long appId, string secret, IEnumerable<string> previous, TimeSpan leeway)
        {
            string[] secrets = new List<string>(previous ?? new string[0]).ToArray();
            UIntPtr[] lengths = new UIntPtr[secrets.Length];
            IntPtr pointer;
            int size = checked((secrets.Length + 1) * Limits.SecretBound);
            using (SecretMemory memory = new SecretMemory(size))
            {
                int currentLength = memory.Write(secret, Limits.Secret);
                for (int index = 0; index < secrets.Length; index++)
                {
                    lengths[index] = (UIntPtr)memory.Write(secrets[index], Limits.Secret);
                }
                fixed (UIntPtr* lengthsAt = lengths)
                {
                    Token04Exception.ThrowUnlessOk(Native.token04_verifier_new(
                        appId, memory.Start, (UIntPtr)currentLength,
                        memory.Start + currentLength, lengthsAt, (UIntPtr)secrets.Length,
                        Timestamps.Seconds(leeway), &pointer));
                }
            }
            handle.Own(pointer);
        }
    }
}
