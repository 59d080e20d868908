using System;

namespace Token04
{
    /// <summary>The claims of a token, under upstream's names.</summary>
    public sealed class Claims : TokenValue
    {
        internal Claims(
            uint appId, string userId, long nonce, long ctime, long expire, string payload)
        {
            AppId = appId;
            UserId = userId;
            Nonce = nonce;
            Ctime = ctime;
            Expire = expire;
            Payload = payload;
        }

        /// <summary>The app, 1 to 4294967295.</summary>
        public uint AppId { get; private set; }

        /// <summary>The user.</summary>
        public string UserId { get; private set; }

        /// <summary>A random number.</summary>
        public long Nonce { get; private set; }

        /// <summary>The time of issue, in unix seconds.</summary>
        public long Ctime { get; private set; }

        /// <summary>The expiry, in unix seconds.</summary>
        public long Expire { get; private set; }

        /// <summary>
        /// The payload; null for none; JSON when <see cref="DecodedToken.PayloadIsText"/> is false.
        /// </summary>
        public string Payload { get; private set; }

        /// <summary><see cref="Ctime"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? CtimeUtc()
        {
            return Timestamps.Date(Ctime);
        }

        /// <summary><see cref="Expire"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? ExpireUtc()
        {
            return Timestamps.Date(Expire);
        }

        internal override object[] Parts()
        {
            return new object[] { AppId, UserId, Nonce, Ctime, Expire, Payload };
        }
    }
}
