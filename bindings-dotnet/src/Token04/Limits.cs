namespace Token04
{
    /// <summary>
    /// The core's limits, in bytes of UTF-8. They only bound how much of a string is copied: a
    /// longer string is cut behind its limit, and the core refuses what it then gets. A test
    /// compares each number with the core's.
    /// </summary>
    internal static class Limits
    {
        internal const int Secret = 32;
        internal const int UserId = 64;
        internal const int RoomId = 128;
        internal const int StreamId = 256;

        /// <summary>The claims as JSON; a payload is never longer.</summary>
        internal const int Payload = 65519;

        internal const int Token = 87418;

        /// <summary>
        /// Strings without a shorter limit: the user name of a kit token, a token to inspect, and
        /// what <see cref="Tokens.Explain"/> takes.
        /// </summary>
        internal const int Other = 349672;

        /// <summary>Enough bytes for <see cref="Utf8.Write"/> with a secret.</summary>
        internal const int SecretRoom = (Secret + 1) * 3 + 1;
    }
}
