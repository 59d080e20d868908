using System.Collections.Generic;

namespace Token04
{
    /// <summary>Tools for tokens that need no prepared key.</summary>
    public static class Tokens
    {
        /// <summary>The version of the native library, such as <c>0.1.0</c>.</summary>
        public static string Version
        {
            get
            {
                Native.EnsureLoaded();
                return Calls.Version();
            }
        }

        /// <summary>
        /// Decrypts and reads a token of any generator, and verifies nothing: for tools and logs.
        /// Never offer it to remote callers, and never grant access based on it: use
        /// <see cref="TokenVerifier"/> for that.
        /// </summary>
        /// <param name="token">A plain token.</param>
        /// <param name="secret">The ServerSecret of exactly 32 bytes.</param>
        /// <returns>What it says.</returns>
        /// <exception cref="Token04Exception">5, 20, 23, 24: the first that applies.</exception>
        public static DecodedToken Decode(string token, string secret)
        {
            Native.EnsureLoaded();
            return Calls.Decode(token, secret);
        }

        /// <summary>Returns what a token shows without its secret.</summary>
        /// <param name="token">A plain token, or one of the web UI kit.</param>
        /// <returns>What it shows.</returns>
        /// <exception cref="Token04Exception">20.</exception>
        public static InspectedToken Inspect(string token)
        {
            Native.EnsureLoaded();
            return Calls.Inspect(token);
        }

        /// <summary>
        /// Wraps a token for the vendor's web UI kit, which would otherwise make one in the browser
        /// and need the secret there.
        /// </summary>
        /// <param name="token">A plain token of this user.</param>
        /// <param name="roomId">The room, 1 to 128 bytes of UTF-8 without NUL.</param>
        /// <param name="userId">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="userName">The name that others see.</param>
        /// <param name="appId">The app id, 1 to 4294967295.</param>
        /// <returns>The kit token.</returns>
        /// <exception cref="Token04Exception">
        /// 1, 3, 8, 3 for a name that is not valid Unicode, 20: the first that applies.
        /// </exception>
        public static string KitToken(
            string token, string roomId, string userId, string userName, long appId)
        {
            Native.EnsureLoaded();
            return Calls.KitToken(token, roomId, userId, userName, appId);
        }

        /// <summary>
        /// Reports why a token is refused, the most likely cause first. For developers: never send
        /// the findings to a remote client.
        /// </summary>
        /// <param name="token">The token as it was received; any string.</param>
        /// <param name="secret">
        /// The secret as it is configured, of any length; null for none.
        /// </param>
        /// <param name="options">What the token should be; null for nothing.</param>
        /// <returns>The findings; for a good token nothing above a note.</returns>
        /// <exception cref="Token04Exception">Only 90.</exception>
        public static IReadOnlyList<Finding> Explain(
            string token, string secret = null, ExplainInput options = null)
        {
            Native.EnsureLoaded();
            return Calls.Explain(token, secret, options);
        }

        /// <summary>The drop-in's call: returns the status, and the token if it is 0.</summary>
        internal static int GenerateToken04(
            long appId, string userId, string secret, long ttl, string payload, long now,
            out string token)
        {
            Native.EnsureLoaded();
            return Calls.GenerateToken04(
                appId, userId, secret, ttl, payload, now, out token);
        }
    }
}
