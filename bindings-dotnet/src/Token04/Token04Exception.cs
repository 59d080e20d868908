using System;

namespace Token04
{
    /// <summary>
    /// What was refused, and why. The message is a constant of its code, after the name of the
    /// variable where it is about the environment: it never holds a secret or a claim.
    /// </summary>
    public sealed class Token04Exception : Exception
    {
        private Token04Exception(int code, string name, string message)
            : base(message)
        {
            Code = code;
            Name = name;
        }

        /// <summary>The stable number; see <see cref="ErrorCodes"/>.</summary>
        public int Code { get; private set; }

        /// <summary>The stable name, such as <c>user_id_invalid</c>.</summary>
        public string Name { get; private set; }

        internal static unsafe Token04Exception Of(int status)
        {
            return new Token04Exception(
                status,
                Utf8.ReadStatic(Native.token04_error_name(status)),
                Utf8.ReadStatic(Native.token04_error_message(status)));
        }

        /// <summary>The same error, of a variable of the environment.</summary>
        internal Token04Exception Of(string variable, string value)
        {
            string found = value == null ? "not set" : value.Length == 0 ? "empty" : "refused";
            return new Token04Exception(
                Code, Name, "environment variable " + variable + " is " + found + ": " + Message);
        }

        /// <summary>The library cannot be asked for its texts: it may lack them.</summary>
        internal static Token04Exception OfAbi(uint found)
        {
            return new Token04Exception(
                Native.AbiMismatch,
                "abi_mismatch",
                "the native library speaks ABI version " + found + ", this assembly "
                    + Native.AbiVersion + ": install one package, and no library beside it");
        }

        internal static void ThrowUnlessOk(int status)
        {
            if (status != Native.Ok)
            {
                throw Of(status);
            }
        }
    }
}
