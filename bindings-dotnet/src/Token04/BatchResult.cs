namespace Token04
{
    /// <summary>
    /// One result of a batch: a token or an error. Errors are equal when their codes are.
    /// </summary>
    public sealed class BatchResult : TokenValue
    {
        internal BatchResult(string token, Token04Exception error)
        {
            Token = token;
            Error = error;
        }

        /// <summary>The token; null when there is an error.</summary>
        public string Token { get; private set; }

        /// <summary>What was refused (3 or 7); null when there is a token.</summary>
        public Token04Exception Error { get; private set; }

        internal override object[] Parts()
        {
            return new object[] { Token, Error == null ? Native.Ok : Error.Code };
        }
    }
}
