using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>How a <see cref="TokenVerifier"/> judges, where the defaults do not fit.</summary>
    public sealed class VerifierOptions
    {
        /// <summary>Nothing but defaults.</summary>
        public VerifierOptions()
        {
            Leeway = TimeSpan.FromSeconds(TokenVerifier.DefaultLeewaySeconds);
        }

        /// <summary>
        /// Secrets from before a rotation that are still accepted, each of exactly 32 bytes; null
        /// for none.
        /// </summary>
        public IEnumerable<string> PreviousSecrets { get; set; }

        /// <summary>Tolerance for clocks that differ: whole seconds, at least 0; else 30.</summary>
        public TimeSpan Leeway { get; set; }

        /// <summary>Refuses CBC tokens (38), whose claims are not protected against changes.</summary>
        public bool RequireAuthenticated { get; set; }

        /// <summary>Tells the moment of verification; null for the system's clock.</summary>
        public Func<DateTimeOffset> Clock { get; set; }
    }
}
