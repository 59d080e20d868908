using System;

namespace Token04
{
    /// <summary>
    /// The environment's values. .NET keeps an environment of its own, which native code does not
    /// see, so it is read here; what the values must be is the core's to say.
    /// </summary>
    internal static class Credentials
    {
        private const string AppIdVariable = "ZEGO_APP_ID";
        private const string SecretVariable = "ZEGO_SERVER_SECRET";
        private const string PreviousSecretVariable = "ZEGO_PREVIOUS_SERVER_SECRET";

        internal static long AppId()
        {
            Native.EnsureLoaded();
            string text = Environment.GetEnvironmentVariable(AppIdVariable);
            try
            {
                return Parse(Utf8.Bytes(text, Limits.Secret));
            }
            catch (Token04Exception error)
            {
                throw error.Of(AppIdVariable, text);
            }
        }

        internal static string Secret(long appId)
        {
            return Checked(appId, SecretVariable, Environment.GetEnvironmentVariable(SecretVariable));
        }

        /// <summary>Null where it is not set, or empty as a line of an .env file leaves it.</summary>
        internal static string PreviousSecret(long appId)
        {
            string secret = Environment.GetEnvironmentVariable(PreviousSecretVariable);
            return string.IsNullOrEmpty(secret)
                ? null
                : Checked(appId, PreviousSecretVariable, secret);
        }

        /// <summary>Tried alone, so that an error names the variable which it is about.</summary>
        private static string Checked(long appId, string variable, string secret)
        {
            try
            {
                new TokenGenerator(appId, secret).Dispose();
            }
            catch (Token04Exception error)
            {
                throw error.Of(variable, secret);
            }
            return secret;
        }

        private static unsafe long Parse(byte[] text)
        {
            long appId;
            fixed (byte* start = text)
            {
                Token04Exception.ThrowUnlessOk(
                    Native.token04_app_id_from_text(start, (UIntPtr)text.Length, &appId));
            }
            return appId;
        }
    }
}
