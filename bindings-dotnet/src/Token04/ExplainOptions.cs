using System;

namespace Token04
{
    /// <summary>What was expected of a token that is to be explained.</summary>
    public sealed class ExplainOptions
    {
        /// <summary>Nothing is expected.</summary>
        public ExplainOptions()
        {
            Leeway = TimeSpan.FromSeconds(TokenVerifier.DefaultLeewaySeconds);
        }

        /// <summary>The app the token should be for; null for any.</summary>
        public long? AppId { get; set; }

        /// <summary>User, room and stream it should be for; null names nothing.</summary>
        public Expectations Expected { get; set; }

        /// <summary>Whether a token of the web UI kit is due, or a plain one; null for either.</summary>
        public bool? Kit { get; set; }

        /// <summary>Tolerance for clocks that differ, in whole seconds; else 30 s.</summary>
        public TimeSpan Leeway { get; set; }

        /// <summary>Tells the moment; null for the system's clock.</summary>
        public Func<DateTimeOffset> Clock { get; set; }
    }
}
