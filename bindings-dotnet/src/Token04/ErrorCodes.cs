namespace Token04
{
    /// <summary>The stable numbers of <see cref="Token04Exception.Code"/>.</summary>
    public static class ErrorCodes
    {
        // begin: errors
        /// <summary>App id must be an integer from 1 to 4294967295.</summary>
        public const int AppIdInvalid = 1;

        /// <summary>User id must be a UTF-8 string of 1 to 64 bytes without NUL.</summary>
        public const int UserIdInvalid = 3;

        /// <summary>
        /// Server secret must be exactly 32 bytes, used as they are (a string of 64 hex characters
        /// is an AppSign, a different credential).
        /// </summary>
        public const int SecretInvalid = 5;

        /// <summary>
        /// Effective time (ttl) must be a whole number of seconds, at least 1, and the expiry must
        /// fit a signed 64-bit timestamp.
        /// </summary>
        public const int EffectiveTimeInvalid = 6;

        /// <summary>
        /// Payload must be a UTF-8 string, short enough that the token's claims take at most 65519
        /// bytes of JSON.
        /// </summary>
        public const int PayloadInvalid = 7;

        /// <summary>Room id must be a UTF-8 string of 1 to 128 bytes without NUL.</summary>
        public const int RoomIdInvalid = 8;

        /// <summary>
        /// Stream ids must be UTF-8 strings of 1 to 256 bytes without NUL, and the list of streams
        /// to publish must not be missing or empty.
        /// </summary>
        public const int StreamIdInvalid = 9;

        /// <summary>Mode must be cbc or gcm.</summary>
        public const int ModeInvalid = 10;

        /// <summary>Leeway must be a whole number of seconds, at least 0.</summary>
        public const int LeewayInvalid = 11;

        /// <summary>Privileges must allow login, publishing, or both.</summary>
        public const int PrivilegesEmpty = 12;

        /// <summary>
        /// The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it
        /// given in milliseconds?).
        /// </summary>
        public const int NowInvalid = 13;

        /// <summary>
        /// Token is malformed: expected 04 followed by canonical base64 of a complete envelope,
        /// with nothing around it.
        /// </summary>
        public const int TokenFormat = 20;

        /// <summary>
        /// Token could not be decrypted: it was made under another server secret, or it is damaged.
        /// </summary>
        public const int DecryptFailed = 23;

        /// <summary>Token was opened, but its content is not the claims of a Token04.</summary>
        public const int ClaimsInvalid = 24;

        /// <summary>Token was issued for another app id.</summary>
        public const int AppIdMismatch = 30;

        /// <summary>Token was issued for another user id.</summary>
        public const int UserIdMismatch = 31;

        /// <summary>Token has expired: issue a new one.</summary>
        public const int Expired = 32;

        /// <summary>
        /// Token is not valid yet: its time of issue is in the future, check the clocks.
        /// </summary>
        public const int NotYetValid = 33;

        /// <summary>Expiry in the token's envelope differs from the one in its claims.</summary>
        public const int ExpireMismatch = 34;

        /// <summary>Token does not allow logging in to this room.</summary>
        public const int RoomNotAllowed = 35;

        /// <summary>Token does not allow publishing this stream.</summary>
        public const int StreamNotAllowed = 36;

        /// <summary>
        /// Token carries no room privileges, so it allows no login and no publishing.
        /// </summary>
        public const int PrivilegesAbsent = 37;

        /// <summary>
        /// Token was not authenticated: it comes from another generator, was minted under another
        /// server secret, or was changed.
        /// </summary>
        public const int Unauthenticated = 38;

        /// <summary>Internal error in token04: please report it.</summary>
        public const int Internal = 90;

        /// <summary>A required pointer argument was NULL.</summary>
        public const int NullPointer = 91;

        /// <summary>
        /// Output buffer is too small: the required size is in the length output.
        /// </summary>
        public const int BufferTooSmall = 92;

        /// <summary>
        /// The loaded token04 library has a different ABI version than this package expects.
        /// </summary>
        public const int AbiMismatch = 93;

        /// <summary>No cryptographic randomness is available.</summary>
        public const int RandomUnavailable = 94;
        // end: errors
    }
}
