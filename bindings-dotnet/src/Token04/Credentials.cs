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
            return Parse(Utf8.Bytes(Environment.GetEnvironmentVariable(AppIdVariable)));
        }

        internal static string Secret()
        {
            return Environment.GetEnvironmentVariable(SecretVariable);
        }

        /// <summary>Null where it is not set.</summary>
        internal static string PreviousSecret()
        {
            return Environment.GetEnvironmentVariable(PreviousSecretVariable);
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
