using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace Token04.Tests
{
    /// <summary>
    /// Searches this process's memory for UTF-8 copies of a secret after each function that takes
    /// one. The string itself is UTF-16 and does not match.
    /// </summary>
    internal static class Leaks
    {
        private const int Window = 1 << 20;
        private static readonly byte[] Buffer = new byte[Window + 64];
        private static ZegoServerAssistant.GenerateTokenResult kept;

        internal static int Run()
        {
            // Hexadecimal digits, like a real secret, but new: it was never in this process as
            // bytes.
            string secret = Guid.NewGuid().ToString("N");
            string other = Guid.NewGuid().ToString("N");
            using (TokenGenerator generator = Sample.Generator())
            {
                Check.Same(0, Copies(secret));
                string token = generator.IdentityToken("user1", Sample.Hour);
                Dictionary<string, Action> all = new Dictionary<string, Action>
                {
                    { "generator", () => new TokenGenerator(1, secret).Dispose() },
                    { "refused generator", () => Ignore(() => new TokenGenerator(1, secret + "0")) },
                    { "verifier", () => new TokenVerifier(1, secret).Dispose() },
                    {
                        "previous secrets",
                        () => new TokenVerifier(1, other, Options(Moving(secret, other))).Dispose()
                    },
                    {
                        "refused previous secrets",
                        () => Ignore(() => new TokenVerifier(1, other, Options(Failing(secret))))
                    },
                    { "decode", () => Ignore(() => Tokens.Decode(token, secret)) },
                    { "explain", () => Tokens.Explain(token, secret) },
                    { "explain, the secret as token", () => Tokens.Explain(secret, secret) },
                    {
                        "drop-in",
                        () => kept = ZegoServerAssistant.ServerAssistant.GenerateToken04(
                            1, "user1", secret, 60, "")
                    },
                    { "environment", () => FromEnvironment(secret, other) },
                };
                int failed = 0;
                foreach (KeyValuePair<string, Action> one in all)
                {
                    // On a separate thread, so that nothing in use is on this thread's stack.
                    Thread thread = new Thread(() => one.Value());
                    thread.Start();
                    thread.Join();
                    int found = Copies(secret);
                    if (found > 0)
                    {
                        failed++;
                        Console.WriteLine("FAILED " + one.Key + ": " + found + " copies");
                        secret = Guid.NewGuid().ToString("N");
                    }
                }
                Check.That(kept.token.Length > 0, "no token");
                byte[] planted = secret.Select(unit => (byte)unit).ToArray();
                Check.That(Copies(secret) > 0, "the search does not find an existing copy");
                GC.KeepAlive(planted);
                Console.WriteLine(all.Count - failed + " passed, " + failed + " failed");
                return failed;
            }
        }

        private static void FromEnvironment(string secret, string other)
        {
            // .NET keeps the values as its own strings; mono passes them to the system.
            Environment.SetEnvironmentVariable("ZEGO_APP_ID", "1");
            Environment.SetEnvironmentVariable("ZEGO_SERVER_SECRET", other);
            Environment.SetEnvironmentVariable("ZEGO_PREVIOUS_SERVER_SECRET", other);
            TokenVerifier.FromEnv(Options(Moving(secret, other))).Dispose();
            TokenGenerator.FromEnv().Dispose();
        }

        private static VerifierOptions Options(IEnumerable<string> previous)
        {
            return new VerifierOptions { PreviousSecrets = previous };
        }

        /// <summary>
        /// The garbage collector runs between the two secrets, and so moves anything made from the
        /// first.
        /// </summary>
        private static IEnumerable<string> Moving(string first, string second)
        {
            yield return first;
            GC.Collect();
            yield return second;
            GC.Collect();
        }

        private static IEnumerable<string> Failing(string first)
        {
            yield return first;
            throw new InvalidOperationException("a source that fails");
        }

        private static void Ignore(Action action)
        {
            try
            {
                action();
            }
            catch (InvalidOperationException)
            {
            }
            catch (Token04Exception)
            {
            }
        }

        /// <summary>
        /// All writable memory of the process, except the buffer that it is read into.
        /// </summary>
        private static unsafe int Copies(string secret)
        {
            int found = 0;
            fixed (byte* own = Buffer)
            using (FileStream memory = new FileStream(
                "/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1))
            {
                foreach (string line in File.ReadAllLines("/proc/self/maps"))
                {
                    string[] parts = line.Split(' ');
                    string[] range = parts[0].Split('-');
                    ulong end = Convert.ToUInt64(range[1], 16);
                    if (!parts[1].StartsWith("rw") || end > long.MaxValue)
                    {
                        continue;
                    }
                    for (ulong at = Convert.ToUInt64(range[0], 16); at < end; at += Window)
                    {
                        found += In(memory, own, at, end, secret);
                    }
                }
                Array.Clear(Buffer, 0, Buffer.Length);
            }
            return found;
        }

        private static unsafe int In(FileStream memory, byte* own, ulong at, ulong end, string secret)
        {
            int found = 0;
            int wanted = (int)Math.Min((ulong)Buffer.Length, end - at);
            int read;
            try
            {
                memory.Position = (long)at;
                read = memory.Read(Buffer, 0, wanted);
            }
            catch (IOException)
            {
                return 0;
            }
            ulong ownStart = (ulong)own;
            for (int start = 0; start + secret.Length <= read && start < Window; start++)
            {
                int length = 0;
                while (length < secret.Length && Buffer[start + length] == secret[length])
                {
                    length++;
                }
                ulong address = at + (ulong)start;
                bool isOwn = address + (ulong)length > ownStart
                    && address < ownStart + (ulong)Buffer.Length;
                found += length == secret.Length && !isOwn ? 1 : 0;
            }
            return found;
        }
    }
}
