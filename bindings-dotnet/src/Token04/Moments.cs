using System;

namespace Token04
{
    /// <summary>Between .NET's time and whole unix seconds.</summary>
    internal static class Moments
    {
        private const long Refused = -1;
        private const long EpochSeconds = 62135596800;
        private const long EarliestSeconds = -62135596800;
        private const long LatestSeconds = 253402300799;

        /// <summary>The host's clock, unless another one is given.</summary>
        internal static long Now(Func<DateTimeOffset> clock)
        {
            return clock == null
                ? DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond - EpochSeconds
                : clock().ToUnixTimeSeconds();
        }

        /// <summary>Whole seconds; a fraction becomes a number that the core refuses.</summary>
        internal static long Seconds(TimeSpan span)
        {
            long seconds = span.Ticks / TimeSpan.TicksPerSecond;
            return seconds * TimeSpan.TicksPerSecond == span.Ticks ? seconds : Refused;
        }

        /// <summary>Null where <see cref="DateTimeOffset"/> cannot hold the moment.</summary>
        internal static DateTimeOffset? Date(long unix)
        {
            return unix < EarliestSeconds || unix > LatestSeconds
                ? (DateTimeOffset?)null
                : DateTimeOffset.FromUnixTimeSeconds(unix);
        }
    }
}
