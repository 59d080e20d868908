using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace Token04.Tests
{
    /// <summary>Many calls of each function, good and bad; resident memory must not grow.</summary>
    internal static class Memory
    {
        private const int AllowedKilobytes = 2048;
        private const int BadOneIn = 32;
        private const int WarmUp = 20000;

        private static bool canBeAggressive = true;

        internal static int Run(int calls)
        {
            RoomPrivileges privileges = RoomPrivileges.LoginAndPublish("room1", new[] { "s1" });
            TokenGenerator generator = Sample.Generator(TokenMode.Gcm);
            TokenVerifier verifier = Sample.Verifier();
            string token = generator.PrivilegeToken("user1", Sample.Hour, privileges);
            string foreign = new TokenGenerator(Sample.AppId, Sample.Previous)
                .IdentityToken("user1", Sample.Hour);
            string kit = Tokens.KitToken(token, "room1", "user1", "Ada", 1);
            string[] users = { "user1", "", "user3" };
            string[] streams = { "s1" };
            string[] none = new string[0];
            Action<bool>[] all =
            {
                wrong => generator.IdentityToken(wrong ? "" : "user1", Sample.Hour),
                wrong => generator.Generate("user1", Sample.Hour, wrong ? "\ud800" : "payload"),
                wrong => generator.Issue("user1", wrong ? TimeSpan.Zero : Sample.Hour, ""),
                wrong => generator.PrivilegeToken(wrong ? "" : "user1", Sample.Hour, privileges),
                wrong => generator.GenerateBatch(users, wrong ? TimeSpan.Zero : Sample.Hour, ""),
                wrong => ZegoServerAssistant.ServerAssistant.GenerateToken04(
                    1, "user1", wrong ? null : Sample.Secret, 60, ""),
                wrong => verifier.Verify(wrong ? foreign : token),
                wrong => verifier.VerifyUser(token, wrong ? "user2" : "user1"),
                wrong => verifier.VerifyLogin(token, "user1", wrong ? null : "room1"),
                wrong => verifier.VerifyPublish(token, "user1", "room1", wrong ? "" : "s1"),
                wrong => Tokens.Decode(wrong ? token + "A" : token, Sample.Secret),
                wrong => Tokens.Inspect(wrong ? "05" : kit),
                wrong => Tokens.KitToken(token, "room1", wrong ? null : "user1", "Ada", 1),
                wrong => Tokens.Explain(wrong ? null : token, Sample.Secret),
                wrong => RoomPrivileges.LoginOnly(wrong ? null : "room1"),
                wrong => RoomPrivileges.PublishOnly("room1", wrong ? none : streams),
                wrong => new TokenGenerator(wrong ? 0 : 1, Sample.Secret).Dispose(),
                wrong => new TokenVerifier(wrong ? 0 : 1, Sample.Secret).Dispose(),
            };
            // Warm-up: compilation and the first collections are not measured.
            for (int call = 0; call < WarmUp; call++)
            {
                foreach (Action<bool> one in all)
                {
                    Call(one, call % BadOneIn == 0);
                }
                if (call % (WarmUp / 4) == 0)
                {
                    ResidentKilobytes();
                }
            }
            Stopwatch watch = Stopwatch.StartNew();
            long early = 0;
            for (int tenth = 1; tenth <= 10; tenth++)
            {
                for (int call = 0; call < calls / 10; call++)
                {
                    foreach (Action<bool> one in all)
                    {
                        Call(one, call % BadOneIn == 0);
                    }
                }
                long now = ResidentKilobytes();
                Console.WriteLine(tenth * 10 + " %: " + now + " kB, " + watch.ElapsedMilliseconds + " ms");
                early = tenth == 1 ? now : early;
                if (tenth == 10)
                {
                    Check.That(now - early <= AllowedKilobytes, "memory grew");
                }
            }
            return 0;
        }

        private static void Call(Action<bool> one, bool wrong)
        {
            try
            {
                one(wrong);
            }
            catch (Token04Exception)
            {
                // Expected for a wrong call.
            }
        }

        /// <summary>
        /// From .NET 7 on this includes memory that the garbage collector keeps for later, in steps
        /// of 4 MB.
        /// </summary>
        private static void Collect()
        {
            const GCCollectionMode aggressive = (GCCollectionMode)3;
            if (canBeAggressive)
            {
                try
                {
                    GC.Collect(GC.MaxGeneration, aggressive, true, true);
                    return;
                }
                catch (ArgumentOutOfRangeException)
                {
                    canBeAggressive = false;
                }
            }
            GC.Collect();
        }

        private static long ResidentKilobytes()
        {
            for (int round = 0; round < 3; round++)
            {
                Collect();
                GC.WaitForPendingFinalizers();
            }
            string line = File.ReadAllLines("/proc/self/status").First(one => one.StartsWith("VmRSS:"));
            return long.Parse(line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)[1]);
        }
    }
}
