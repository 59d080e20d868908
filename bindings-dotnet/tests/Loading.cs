using System;
using System.Runtime.CompilerServices;

namespace Token04.Tests
{
    /// <summary>Separate programs, since a library is loaded only once per process.</summary>
    internal static class Loading
    {
        internal static int Missing()
        {
            Action[] all =
            {
                () => new TokenGenerator(1, Sample.Secret),
                () => new TokenVerifier(1, Sample.Secret),
                () => Tokens.Inspect("04"),
                () => RoomPrivileges.LoginOnly("room1"),
                () => TokenGenerator.FromEnv(),
                () => ZegoServerAssistant.ServerAssistant.GenerateToken04(1, "u", "", 1, ""),
            };
            foreach (Action one in all)
            {
                string message = Check.Throws<DllNotFoundException>(one).Message;
                foreach (string part in new[] { "linux-x64", "glibc", "Looked at: /", "TOKEN04_NATIVE_PATH" })
                {
                    Check.That(message.Contains(part), "no " + part + " in: " + message);
                }
                Check.That(!message.Contains(Sample.Secret), "the message shows the secret");
            }
            Console.WriteLine(Check.Throws<DllNotFoundException>(all[0]).Message);
            return 0;
        }

        internal static int Foreign()
        {
            for (int attempt = 0; attempt < 2; attempt++)
            {
                Token04Exception error =
                    Check.Throws<Token04Exception>(() => new TokenGenerator(1, Sample.Secret));
                Check.Same(93, error.Code);
                Check.Same("abi_mismatch", error.Name);
                Check.That(error.Message.Contains("4000000000"), error.Message);
            }
            return 0;
        }

        internal static int Present()
        {
            new TokenGenerator(1, Sample.Secret).IdentityToken("user1", Sample.Hour);
            return 0;
        }

        internal static int Panic()
        {
            Native.EnsureLoaded();
            for (int attempt = 0; attempt < 100; attempt++)
            {
                Check.Refused(90, () => Token04Exception.ThrowUnlessOk(PanicOnce()));
            }
            return Present();
        }

        internal static int NoPanic()
        {
            Native.EnsureLoaded();
            Check.Throws<EntryPointNotFoundException>(() => PanicOnce());
            return Present();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static int PanicOnce()
        {
            return Native.token04_test_panic();
        }
    }
}
