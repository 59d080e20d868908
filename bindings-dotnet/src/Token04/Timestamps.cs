using System;

namespace Token04
{
    /// <summary>Converts between .NET's time types and whole unix seconds.</summary>
    internal static class Timestamps
    {
        /// <summary>
        /// A duration with a fraction becomes this value, which the core refuses.
        /// </summary>
        private const long Refused = -1;
        private const long EpochSeconds = 62135596800;
        private const long EarliestSeconds = -62135596800;
        private const long LatestSeconds = 253402300799;

        /// <summary>The given clock, or the host's.</summary>
        internal static long Now(Func<DateTimeOffset> clock)
        {
            return clock == null
                ? DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond - EpochSeconds
                : clock().ToUnixTimeSeconds();
        }

        /// <summary>Whole seconds; a duration with a fraction is not rounded, but refused.</summary>
        internal static long Seconds(TimeSpan span)
        {
            long seconds = span.Ticks / TimeSpan.TicksPerSecond;
            return seconds * TimeSpan.TicksPerSecond == span.Ticks ? seconds : Refused;
        }

        /// <summary>Null where <see cref="DateTimeOffset"/> cannot hold the timestamp.</summary>
        internal static DateTimeOffset? Date(long unix)
        {
            return unix < EarliestSeconds || unix > LatestSeconds
                ? (DateTimeOffset?)null
                : DateTimeOffset.FromUnixTimeSeconds(unix);
        }
    }
}
