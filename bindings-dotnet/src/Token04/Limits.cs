namespace Token04
{
    /// <summary>
    /// The core's limits, in bytes of UTF-8. They only bound how much of a string is copied: a
    /// longer string is cut one character after its limit, and the core still refuses it as too
    /// long.
    /// </summary>
    internal static class Limits
    {
        // begin: limits
        /// <summary>Length of a server secret in bytes.</summary>
        internal const int Secret = 32;

        /// <summary>Maximum length of a user id in bytes.</summary>
        internal const int UserId = 64;

        /// <summary>Maximum length of a room id in bytes.</summary>
        internal const int RoomId = 128;

        /// <summary>Maximum length of a stream id in bytes.</summary>
        internal const int StreamId = 256;

        /// <summary>
        /// Maximum length of a token's claims as JSON, in bytes; a payload is shorter.
        /// </summary>
        internal const int Payload = 65519;

        /// <summary>Maximum length of a token in bytes.</summary>
        internal const int Token = 87418;

        /// <summary>
        /// Maximum number of bytes read of a string without a shorter limit: a token to inspect,
        /// the user name of a kit token, and the strings of explain, whose rest is ignored.
        /// </summary>
        internal const int Other = 349672;
        // end: limits

        /// <summary>Enough bytes for <see cref="Utf8.Write"/> with a secret.</summary>
        internal const int SecretBound = (Secret + 1) * 3 + 1;
    }
}
