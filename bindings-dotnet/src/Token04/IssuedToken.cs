using System;

namespace Token04
{
    /// <summary>A token with its moments: what an app server answers to its client.</summary>
    public sealed class IssuedToken
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

        /// <summary><see cref="IssuedAt"/>; null where the type cannot hold it.</summary>
        public DateTimeOffset? IssuedAtUtc
        {
            get { return Moments.Date(IssuedAt); }
        }

        /// <summary><see cref="ExpiresAt"/>; null where the type cannot hold it.</summary>
        public DateTimeOffset? ExpiresAtUtc
        {
            get { return Moments.Date(ExpiresAt); }
        }

        /// <summary><see cref="RefreshAt"/>; null where the type cannot hold it.</summary>
        public DateTimeOffset? RefreshAtUtc
        {
            get { return Moments.Date(RefreshAt); }
        }
    }
}
