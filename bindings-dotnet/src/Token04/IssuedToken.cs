using System;

namespace Token04
{
    /// <summary>A token with its timestamps: what an app server sends to its client.</summary>
    public sealed class IssuedToken : TokenValue
    {
        internal IssuedToken(string token, long issuedAt, long expiresAt, long refreshAt)
        {
            Token = token;
            IssuedAt = issuedAt;
            ExpiresAt = expiresAt;
            RefreshAt = refreshAt;
        }

        /// <summary>The token.</summary>
        public string Token { get; private set; }

        /// <summary>The time of issue, in unix seconds.</summary>
        public long IssuedAt { get; private set; }

        /// <summary>The expiry, in unix seconds.</summary>
        public long ExpiresAt { get; private set; }

        /// <summary>When to fetch a new one, in unix seconds: shortly before it expires.</summary>
        public long RefreshAt { get; private set; }

        /// <summary><see cref="IssuedAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? IssuedAtUtc()
        {
            return Timestamps.Date(IssuedAt);
        }

        /// <summary><see cref="ExpiresAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? ExpiresAtUtc()
        {
            return Timestamps.Date(ExpiresAt);
        }

        /// <summary><see cref="RefreshAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? RefreshAtUtc()
        {
            return Timestamps.Date(RefreshAt);
        }

        internal override object[] Parts()
        {
            return new object[] { Token, IssuedAt, ExpiresAt, RefreshAt };
        }
    }
}
