namespace Token04
{
    /// <summary>
    /// The core's limits, in bytes of UTF-8. They only bound how much of a string is copied: a
    /// string that is longer is cut behind its limit, and the core refuses what it then sees. A
    /// test compares each number with the core.
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
        /// For strings without a limit of their own (the name in a kit token, kit tokens, and what
        /// <see cref="Tokens.Explain"/> is given): a longer one is handed over as null is. See
        /// <see cref="Utf8.Bounded"/>.
        /// </summary>
        internal const int Other = 1 << 22;

        /// <summary>Enough bytes for <see cref="Utf8.Write"/> with a secret.</summary>
        internal const int SecretRoom = (Secret + 1) * 3 + 1;
    }
}
