using System;

namespace Token04
{
    /// <summary>A token with its moments: what an app server answers to its client.</summary>
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

        /// <summary>The moment of issue, in unix seconds.</summary>
        public long IssuedAt { get; private set; }

        /// <summary>The moment from which the token is expired, in unix seconds.</summary>
        public long ExpiresAt { get; private set; }

        /// <summary>When to fetch a new one, in unix seconds: shortly before it expires.</summary>
        public long RefreshAt { get; private set; }

        /// <summary><see cref="IssuedAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? IssuedAtUtc()
        {
            return Moments.Date(IssuedAt);
        }

        /// <summary><see cref="ExpiresAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? ExpiresAtUtc()
        {
            return Moments.Date(ExpiresAt);
        }

        /// <summary><see cref="RefreshAt"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? RefreshAtUtc()
        {
            return Moments.Date(RefreshAt);
        }

        internal override object[] Parts()
        {
            return new object[] { Token, IssuedAt, ExpiresAt, RefreshAt };
        }
    }
}
