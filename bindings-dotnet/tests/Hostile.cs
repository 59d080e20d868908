using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

namespace Token04.Tests
{
    /// <summary>
    /// Calls that misuse the library: another thread changes the arguments of a running call, and
    /// strings are far beyond every limit.
    /// </summary>
    internal static class Hostile
    {
        private const int SwapSeconds = 3;
        private const int HugeLength = 1 << 25;
        private const long AllowedKilobytes = 16 << 10;
        private static volatile bool stop;

        /// <summary>
        /// A string that grows between two reads of it would be written past its buffer, and the
        /// process would crash.
        /// </summary>
        internal static int Swap()
        {
            string[] users = Enumerable.Repeat("u", 100).ToArray();
            string[] previous = { Sample.Previous, Sample.Previous };
            string shortText = "u";
            string longText = new string('u', 60000);
            ExplainInput options = new ExplainInput { UserId = shortText };
            VerifierOptions verifying = new VerifierOptions { PreviousSecrets = previous };
            Thread[] swapping =
            {
                new Thread(() => Until(() =>
                {
                    for (int index = 0; index < users.Length; index++)
                    {
                        users[index] = longText;
                    }
                    for (int index = 0; index < users.Length; index++)
                    {
                        users[index] = shortText;
                    }
                })),
                new Thread(() => Until(() =>
                {
                    options.UserId = longText;
                    previous[1] = longText;
                    options.UserId = shortText;
                    previous[1] = Sample.Previous;
                })),
            };
            foreach (Thread one in swapping)
            {
                one.IsBackground = true;
                one.Start();
            }
            int calls = 0;
            DateTime end = DateTime.UtcNow.AddSeconds(SwapSeconds);
            using (TokenGenerator generator = Sample.Generator())
            {
                string token = generator.IdentityToken("u", Sample.Hour);
                while (DateTime.UtcNow < end)
                {
                    foreach (BatchResult one in generator.GenerateBatch(users, Sample.Hour, ""))
                    {
                        Check.That(
                            one.Error == null ? one.Token.StartsWith("04") : one.Error.Code == 3,
                            "neither a token nor error 3");
                    }
                    Tokens.Explain(token, Sample.Secret, options);
                    try
                    {
                        new TokenVerifier(Sample.AppId, Sample.Secret, verifying).Dispose();
                    }
                    catch (Token04Exception refused)
                    {
                        Check.Same(5, refused.Code);
                    }
                    calls++;
                }
            }
            stop = true;
            foreach (Thread one in swapping)
            {
                one.Join();
            }
            Console.WriteLine(calls + " rounds");
            return 0;
        }

        /// <summary>No call copies a string that is too long: only its own characters take memory.</summary>
        internal static int Lengths()
        {
            string huge = new string('x', HugeLength);
            TokenGenerator generator = Sample.Generator();
            TokenVerifier verifier = Sample.Verifier();
            string token = generator.IdentityToken("user1", Sample.Hour);
            string[] users = { huge, huge, huge, "user1" };
            Dictionary<string, Action> all = new Dictionary<string, Action>
            {
                { "generate", () => Check.Refused(3, () => generator.Generate(huge, Sample.Hour, "")) },
                { "payload", () => Check.Refused(7, () => generator.Generate("u", Sample.Hour, huge)) },
                { "issue", () => Check.Refused(7, () => generator.Issue("u", Sample.Hour, huge)) },
                {
                    "batch", () => Check.Same(
                        3, generator.GenerateBatch(users, Sample.Hour, "").Count(one => one.Error != null))
                },
                {
                    "batch payload", () => Check.Same(
                        7, generator.GenerateBatch(new[] { "u" }, Sample.Hour, huge)[0].Error.Code)
                },
                { "generator", () => Check.Refused(5, () => new TokenGenerator(1, huge)) },
                { "verifier", () => Check.Refused(5, () => new TokenVerifier(1, huge)) },
                {
                    "previous secret", () => Check.Refused(
                        5,
                        () => new TokenVerifier(
                            1, Sample.Secret, new VerifierOptions { PreviousSecrets = new[] { huge } }))
                },
                { "verify", () => Check.Refused(20, () => verifier.Verify(huge)) },
                { "verify user", () => Check.Refused(31, () => verifier.VerifyUser(token, huge)) },
                {
                    "verify login", () => Check.Refused(
                        37, () => verifier.VerifyLogin(token, "user1", huge))
                },
                {
                    "verify publish", () => Check.Refused(
                        37, () => verifier.VerifyPublish(token, "user1", "room1", huge))
                },
                { "decode", () => Check.Refused(20, () => Tokens.Decode(huge, Sample.Secret)) },
                { "decode secret", () => Check.Refused(5, () => Tokens.Decode(token, huge)) },
                { "inspect", () => Check.Refused(20, () => Tokens.Inspect(huge)) },
                { "inspect kit", () => Check.Refused(20, () => Tokens.Inspect(token + "#" + huge)) },
                {
                    "kit", () => Check.Refused(3, () => Tokens.KitToken(token, "room1", huge, "Ada", 1))
                },
                {
                    "kit name",
                    () => Check.Refused(3, () => Tokens.KitToken(token, "room1", "u", huge, 1))
                },
                { "explain", () => Check.That(Tokens.Explain(huge, huge).Count > 0, "nothing found") },
                {
                    "drop-in", () => Check.Same(
                        3,
                        (int)ZegoServerAssistant.ServerAssistant.GenerateToken04(
                            1, huge, huge, 60, huge).errorInfo.errorCode)
                },
                { "room", () => Check.Refused(8, () => RoomPrivileges.LoginOnly(huge)) },
                {
                    "stream",
                    () => Check.Refused(9, () => RoomPrivileges.PublishOnly("r", new[] { huge }))
                },
            };
            int failed = 0;
            foreach (KeyValuePair<string, Action> one in all)
            {
                one.Value();
                long allowed = AllowedKilobytes;
                if (one.Key == "inspect kit")
                {
                    // The test itself makes the concatenation.
                    allowed += (HugeLength + token.Length) * sizeof(char) / 1024;
                }
                long before = Peak(true);
                one.Value();
                long grown = Peak(false) - before;
                if (grown > allowed)
                {
                    failed++;
                    Console.WriteLine("FAILED " + one.Key + ": took " + grown / 1024 + " MB more");
                }
            }
            Console.WriteLine(all.Count - failed + " passed, " + failed + " failed");
            return failed;
        }

        /// <summary>The peak of resident memory in kilobytes, since the last reset.</summary>
        private static long Peak(bool reset)
        {
            if (reset)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                File.WriteAllText("/proc/self/clear_refs", "5");
            }
            string line = File.ReadAllLines("/proc/self/status").First(one => one.StartsWith("VmHWM:"));
            return long.Parse(line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)[1]);
        }

        private static void Until(Action round)
        {
            while (!stop)
            {
                round();
            }
        }
    }
}
