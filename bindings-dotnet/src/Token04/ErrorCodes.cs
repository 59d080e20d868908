namespace Token04
{
    /// <summary>The stable numbers of <see cref="Token04Exception.Code"/>.</summary>
    public static class ErrorCodes
    {
        /// <summary>The app id is not an integer from 1 to 4294967295.</summary>
        public const int AppIdInvalid = 1;

        /// <summary>The user id is not 1 to 64 bytes of UTF-8 without NUL.</summary>
        public const int UserIdInvalid = 3;

        /// <summary>The server secret (or a previous one) is not exactly 32 bytes.</summary>
        public const int SecretInvalid = 5;

        /// <summary>The lifetime is not a whole number of seconds of at least 1, or too long.</summary>
        public const int EffectiveTimeInvalid = 6;

        /// <summary>The payload is not a string, or too long for a token.</summary>
        public const int PayloadInvalid = 7;

        /// <summary>The room id is not 1 to 128 bytes of UTF-8 without NUL.</summary>
        public const int RoomIdInvalid = 8;

        /// <summary>A stream id is not 1 to 256 bytes of UTF-8 without NUL, or a list is empty.</summary>
        public const int StreamIdInvalid = 9;

        /// <summary>The mode is neither CBC nor GCM.</summary>
        public const int ModeInvalid = 10;

        /// <summary>The leeway is not a whole number of seconds of at least 0.</summary>
        public const int LeewayInvalid = 11;

        /// <summary>Neither login nor publishing is allowed.</summary>
        public const int PrivilegesEmpty = 12;

        /// <summary>The time is not in unix seconds, or before 1970 or after the year 9999.</summary>
        public const int NowInvalid = 13;

        /// <summary>The string is not a well-formed Token04.</summary>
        public const int TokenFormat = 20;

        /// <summary>Of Decode alone: another secret, or a damaged token.</summary>
        public const int DecryptFailed = 23;

        /// <summary>The token was opened, but its content is not the claims of a token.</summary>
        public const int ClaimsInvalid = 24;

        /// <summary>The token belongs to another app.</summary>
        public const int AppIdMismatch = 30;

        /// <summary>The token belongs to another user.</summary>
        public const int UserIdMismatch = 31;

        /// <summary>The token has expired.</summary>
        public const int Expired = 32;

        /// <summary>The token's time of issue is in the future.</summary>
        public const int NotYetValid = 33;

        /// <summary>The envelope's expiry differs from that of the claims.</summary>
        public const int ExpireMismatch = 34;

        /// <summary>The token does not allow logging in to the room.</summary>
        public const int RoomNotAllowed = 35;

        /// <summary>The token does not allow publishing the stream.</summary>
        public const int StreamNotAllowed = 36;

        /// <summary>The token carries no room privileges.</summary>
        public const int PrivilegesAbsent = 37;

        /// <summary>Not made by this library under this secret, or changed since.</summary>
        public const int Unauthenticated = 38;

        /// <summary>A panic inside the library was caught.</summary>
        public const int Internal = 90;

        /// <summary>A pointer was null; never seen from .NET.</summary>
        public const int NullPointer = 91;

        /// <summary>A buffer was too small; never seen from .NET.</summary>
        public const int BufferTooSmall = 92;

        /// <summary>The loaded library has another ABI version than this assembly needs.</summary>
        public const int AbiMismatch = 93;

        /// <summary>No randomness is available.</summary>
        public const int RandomUnavailable = 94;
    }
}
