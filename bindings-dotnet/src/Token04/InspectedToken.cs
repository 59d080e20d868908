using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>What a token shows without its secret. Nothing protects its content.</summary>
    public sealed class InspectedToken : TokenValue
    {
        internal InspectedToken(IDictionary<string, object> fields)
        {
            Version = (string)fields["version"];
            Mode = (string)fields["mode"] == "gcm" ? TokenMode.Gcm : TokenMode.Cbc;
            Expire = (long)fields["expire"];
            IvLength = (int)(long)fields["iv_length"];
            CiphertextLength = (int)(long)fields["ciphertext_length"];
            IDictionary<string, object> kit = (IDictionary<string, object>)fields["kit"];
            Kit = kit == null ? null : new InspectedKit(kit);
        }

        /// <summary>The version: <c>04</c>.</summary>
        public string Version { get; private set; }

        /// <summary>How the token was encrypted.</summary>
        public TokenMode Mode { get; private set; }

        /// <summary>The expiry in the envelope, in unix seconds.</summary>
        public long Expire { get; private set; }

        /// <summary>Bytes of the IV.</summary>
        public int IvLength { get; private set; }

        /// <summary>Bytes of the ciphertext.</summary>
        public int CiphertextLength { get; private set; }

        /// <summary>The web UI kit's part; null for a plain token.</summary>
        public InspectedKit Kit { get; private set; }

        /// <summary><see cref="Expire"/> as a date. A method, which JSON serialisers leave out.</summary>
        /// <returns>The date; null where the type cannot hold it.</returns>
        public DateTimeOffset? ExpireUtc()
        {
            return Timestamps.Date(Expire);
        }

        internal override object[] Parts()
        {
            return new object[] { Version, Mode, Expire, IvLength, CiphertextLength, Kit };
        }
    }

    /// <summary>The part of a kit token after the <c>#</c>.</summary>
    public sealed class InspectedKit : TokenValue
    {
        internal InspectedKit(IDictionary<string, object> fields)
        {
            UserId = (string)fields["user_id"];
            RoomId = (string)fields["room_id"];
            UserName = (string)fields["user_name"];
            AppId = (long)fields["app_id"];
        }

        /// <summary>The user.</summary>
        public string UserId { get; private set; }

        /// <summary>The room.</summary>
        public string RoomId { get; private set; }

        /// <summary>The name that others see.</summary>
        public string UserName { get; private set; }

        /// <summary>The app.</summary>
        public long AppId { get; private set; }

        internal override object[] Parts()
        {
            return new object[] { UserId, RoomId, UserName, AppId };
        }
    }
}
