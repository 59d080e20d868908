namespace Token04
{
    /// <summary>The content of a token, decrypted but not verified.</summary>
    public class DecodedToken : TokenValue
    {
        private const int PayloadNothing = 0;
        private const int PayloadJson = 2;

        internal unsafe DecodedToken(Native.Decoded* decoded, byte* buffer)
        {
            Mode = (TokenMode)decoded->Mode;
            Authenticated = decoded->Authenticated != 0;
            EnvelopeExpire = decoded->EnvelopeExpire;
            PayloadIsText = decoded->PayloadKind != PayloadJson;
            Claims = new Claims(
                decoded->AppId,
                Text(buffer, decoded->UserId),
                decoded->Nonce,
                decoded->Ctime,
                decoded->Expire,
                decoded->PayloadKind == PayloadNothing ? null : Text(buffer, decoded->Payload));
            if (decoded->HasPrivileges != 0)
            {
                Privileges = new Privileges(
                    Text(buffer, decoded->RoomId),
                    decoded->Login != 0,
                    decoded->Publish != 0,
                    decoded->AnyStream != 0 ? null : Streams(buffer, decoded));
            }
        }

        /// <summary>The six fields of the token.</summary>
        public Claims Claims { get; private set; }

        /// <summary>How the token was encrypted.</summary>
        public TokenMode Mode { get; private set; }

        /// <summary>
        /// Whether this library made the token under this secret; always true for a verified token.
        /// </summary>
        public bool Authenticated { get; private set; }

        /// <summary>The expiry in the envelope, in unix seconds.</summary>
        public long EnvelopeExpire { get; private set; }

        /// <summary>The privileges in the payload; null when it holds none.</summary>
        public Privileges Privileges { get; private set; }

        /// <summary>
        /// False when the payload is another JSON value than a string or null;
        /// <see cref="Token04.Claims.Payload"/> is its JSON then.
        /// </summary>
        public bool PayloadIsText { get; private set; }

        internal override object[] Parts()
        {
            return new object[]
            {
                Claims, Mode, Authenticated, EnvelopeExpire, Privileges, PayloadIsText, Index,
            };
        }

        /// <summary>A verified token's secret index.</summary>
        internal virtual int Index
        {
            get { return 0; }
        }

        private static unsafe string Text(byte* buffer, Native.Span span)
        {
            return Utf8.Read(buffer + span.Offset, (int)span.Length);
        }

        private static unsafe string[] Streams(byte* buffer, Native.Decoded* decoded)
        {
            string[] streams = new string[decoded->StreamCount];
            byte* table = buffer + decoded->Streams.Offset;
            for (int index = 0; index < streams.Length; index++)
            {
                // The table is not aligned.
                byte* entry = table + index * sizeof(Native.Span);
                Native.Span span;
                span.Offset = Number(entry);
                span.Length = Number(entry + sizeof(uint));
                streams[index] = Text(buffer, span);
            }
            return streams;
        }

        private static unsafe uint Number(byte* at)
        {
            uint number;
            byte* to = (byte*)&number;
            for (int index = 0; index < sizeof(uint); index++)
            {
                to[index] = at[index];
            }
            return number;
        }
    }

    /// <summary>A token that was verified, and its content.</summary>
    public sealed class VerifiedToken : DecodedToken
    {
        internal unsafe VerifiedToken(Native.Decoded* decoded, byte* buffer)
            : base(decoded, buffer)
        {
            SecretIndex = (int)decoded->SecretIndex;
        }

        /// <summary>
        /// The secret that it was made under: 0 the current one, 1 the first previous one, ...
        /// </summary>
        public int SecretIndex { get; private set; }

        internal override int Index
        {
            get { return SecretIndex; }
        }
    }
}
