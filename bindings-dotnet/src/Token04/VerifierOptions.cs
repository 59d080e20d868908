using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>The options of a <see cref="TokenVerifier"/>.</summary>
    public sealed class VerifierOptions
    {
        /// <summary>The defaults.</summary>
        public VerifierOptions()
        {
            Leeway = TimeSpan.FromSeconds(TokenVerifier.DefaultLeewaySeconds);
        }

        /// <summary>
        /// Secrets from before a rotation that are still accepted, each of exactly 32 bytes; null
        /// for none.
        /// </summary>
        public IEnumerable<string> PreviousSecrets { get; set; }

        /// <summary>
        /// How far clocks may differ: whole seconds, at least 0; 30 s if not set.
        /// </summary>
        public TimeSpan Leeway { get; set; }

        /// <summary>Returns the time of verification; null for the system's clock.</summary>
        public Func<DateTimeOffset> Clock { get; set; }
    }
}
