using System;

namespace Token04
{
    /// <summary>
    /// The values of the environment variables. They are read here, since .NET keeps its own copy
    /// of the environment, which native code does not see. The core checks them.
    /// </summary>
    internal sealed class Credentials
    {
        private const string AppIdVariable = "ZEGO_APP_ID";
        private const string SecretVariable = "ZEGO_SERVER_SECRET";
        private const string PreviousSecretVariable = "ZEGO_PREVIOUS_SERVER_SECRET";

        private Credentials(bool withPrevious)
        {
            Secret = Environment.GetEnvironmentVariable(SecretVariable);
            PreviousSecret = withPrevious
                ? Environment.GetEnvironmentVariable(PreviousSecretVariable)
                : null;
            AppId = Check(
                Environment.GetEnvironmentVariable(AppIdVariable), Secret, PreviousSecret);
        }

        internal long AppId { get; private set; }

        internal string Secret { get; private set; }

        /// <summary>Null or empty if there is none.</summary>
        internal string PreviousSecret { get; private set; }

        internal static Credentials OfGenerator()
        {
            Native.EnsureLoaded();
            return new Credentials(false);
        }

        internal static Credentials OfVerifier()
        {
            Native.EnsureLoaded();
            return new Credentials(true);
        }

        private static unsafe long Check(string appId, string secret, string previous)
        {
            int size = Utf8.Bound(appId, Limits.Other) + 2 * Limits.SecretBound;
            // The app id as well: it may hold a secret by mistake.
            using (SecretMemory memory = new SecretMemory(size))
            {
                byte* appIdAt = memory.Start;
                int appIdLength = appId == null ? 0 : memory.Write(appId, Limits.Other);
                byte* secretAt = appIdAt + appIdLength;
                int secretLength = secret == null ? 0 : memory.Write(secret, Limits.Secret);
                byte* previousAt = secretAt + secretLength;
                int previousLength = previous == null ? 0 : memory.Write(previous, Limits.Secret);
                long checkedAppId;
                int variable;
                int fault;
                int status = Native.token04_environment(
                    appId == null ? null : appIdAt, (UIntPtr)appIdLength,
                    secret == null ? null : secretAt, (UIntPtr)secretLength,
                    previous == null ? null : previousAt, (UIntPtr)previousLength,
                    &checkedAppId, &variable, &fault);
                if (status != Native.Ok)
                {
                    throw Token04Exception.OfEnvironment(status, variable, fault);
                }
                return checkedAppId;
            }
        }
    }
}
