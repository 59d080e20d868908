using System;

namespace Token04
{
    /// <summary>
    /// What was refused, and why. The message is a constant of its code; for an environment
    /// variable it also names the variable. It never holds a secret or a claim.
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

        /// <summary>
        /// The error of an environment variable; its message comes from the core.
        /// </summary>
        internal static unsafe Token04Exception OfEnvironment(int status, int variable, int fault)
        {
            return new Token04Exception(
                status,
                Utf8.ReadStatic(Native.token04_error_name(status)),
                Utf8.ReadStatic(Native.token04_environment_message(variable, fault)));
        }

        /// <summary>
        /// The message is written here: a library of another ABI may have other functions.
        /// </summary>
        internal static Token04Exception OfAbi(uint found)
        {
            return new Token04Exception(
                Native.AbiMismatch,
                "abi_mismatch",
                "the native library has ABI version " + found + ", and this assembly needs "
                    + Native.AbiVersion + ": use the library of the same package");
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
