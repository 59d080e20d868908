using System;
using Token04;

namespace ZegoServerAssistant
{
    /// <summary>
    /// The drop-in for the upstream generator of the same name: the same call and the same result,
    /// but it prints nothing. New code uses <see cref="TokenGenerator"/>.
    /// </summary>
    public static class ServerAssistant
    {
        /// <summary>Upstream's message for a result without an error.</summary>
        private const string SuccessMessage = "success";

        private static volatile Func<DateTimeOffset> clock;

        /// <summary>
        /// Returns the time of issue of all later calls, for tests that freeze time; null for the
        /// system's clock.
        /// </summary>
        public static Func<DateTimeOffset> Clock
        {
            get { return clock; }
            set { clock = value; }
        }

        /// <summary>Makes a CBC token. Nothing is thrown for bad input.</summary>
        /// <param name="appID">The app id, at least 1.</param>
        /// <param name="userID">The user, 1 to 64 bytes of UTF-8 without NUL.</param>
        /// <param name="secret">The ServerSecret of exactly 32 bytes.</param>
        /// <param name="effectiveTimeInSeconds">The lifetime, at least 1.</param>
        /// <param name="payload">Any string; null counts as empty.</param>
        /// <returns>
        /// The token, or the first error of app id, user id, secret, lifetime, payload.
        /// </returns>
        /// <exception cref="DllNotFoundException">The native library cannot be loaded.</exception>
        public static GenerateTokenResult GenerateToken04(
            uint appID, string userID, string secret, long effectiveTimeInSeconds, string payload)
        {
            GenerateTokenResult result = new GenerateTokenResult();
            int status = Tokens.GenerateToken04(
                appID,
                userID,
                secret,
                effectiveTimeInSeconds,
                payload ?? string.Empty,
                Timestamps.Now(clock),
                out result.token);
            result.errorInfo.errorCode = (ErrorCode)status;
            result.errorInfo.errorMessage =
                status == Native.Ok ? SuccessMessage : Token04Exception.Of(status).Message;
            return result;
        }
    }

    /// <summary>What went wrong: upstream's members, and more.</summary>
    public enum ErrorCode
    {
        /// <summary>Nothing.</summary>
        success = 0,

        // begin: errors
        /// <summary>App id must be an integer from 1 to 4294967295.</summary>
        appIDInvalid = 1,

        /// <summary>User id must be a UTF-8 string of 1 to 64 bytes without NUL.</summary>
        userIDInvalid = 3,

        /// <summary>
        /// Server secret must be exactly 32 bytes, used as they are (a string of 64 hex characters
        /// is an AppSign, a different credential).
        /// </summary>
        secretInvalid = 5,

        /// <summary>
        /// Effective time (ttl) must be a whole number of seconds, at least 1, and the expiry must
        /// fit a signed 64-bit timestamp.
        /// </summary>
        effectiveTimeInSecondsInvalid = 6,

        /// <summary>
        /// Payload must be a UTF-8 string, short enough that the token's claims take at most 65519
        /// bytes of JSON.
        /// </summary>
        payloadInvalid = 7,

        /// <summary>
        /// The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it
        /// given in milliseconds?).
        /// </summary>
        nowInvalid = 13,

        /// <summary>Internal error in token04: please report it.</summary>
        internalError = 90,

        /// <summary>No cryptographic randomness is available.</summary>
        randomUnavailable = 94,
        // end: errors
    }

    /// <summary>An error code with its message.</summary>
    public class ErrorInfo
    {
        /// <summary>What went wrong.</summary>
        public ErrorCode errorCode;

        /// <summary>What was expected; <c>success</c> when there is no error.</summary>
        public string errorMessage = string.Empty;
    }

    /// <summary>A token or an error.</summary>
    public class GenerateTokenResult
    {
        /// <summary>The token; empty when there is an error.</summary>
        public string token = string.Empty;

        /// <summary>What went wrong; <see cref="ErrorCode.success"/> if nothing.</summary>
        public ErrorInfo errorInfo = new ErrorInfo();
    }
}
