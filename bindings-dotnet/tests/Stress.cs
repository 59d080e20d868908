using System;
using System.Collections.Generic;
using System.Threading;

namespace Token04.Tests
{
    /// <summary>
    /// Many threads use one generator and one verifier, and Dispose is called while they run.
    /// </summary>
    internal static class Stress
    {
        private const int ThreadCount = 8;
        private const int CallsEach = 20000;
        private const int Rounds = 300;

        internal static int Threads()
        {
            Hammer();
            DisposeMeanwhile();
            Console.WriteLine(ThreadCount * CallsEach + " tokens, " + Rounds + " disposals");
            return 0;
        }

        private static void Hammer()
        {
            HashSet<string> all = new HashSet<string>();
            using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
            using (TokenVerifier verifier = Sample.Verifier())
            {
                RoomPrivileges privileges = RoomPrivileges.LoginAndPublish("room1", new[] { "s1" });
                Run(
                    ThreadCount,
                    number =>
                    {
                        string user = "user" + number + "-";
                        List<string> made = new List<string>();
                        for (int call = 0; call < CallsEach; call++)
                        {
                            // Never the same claims twice: equal claims have the same IV.
                            string one = user + call;
                            string token = call % 2 == 0
                                ? generator.IdentityToken(one, Sample.Hour)
                                : generator.PrivilegeToken(one, Sample.Hour, privileges);
                            // Expiry, length of the IV, and the IV.
                            made.Add(token.Substring(2, 32));
                            if (call % 16 == 0)
                            {
                                verifier.VerifyUser(token, one);
                                Check.Refused(3, () => generator.IdentityToken("", Sample.Hour));
                            }
                        }
                        foreach (BatchResult one in generator.GenerateBatch(
                            new string[1000], Sample.Hour, ""))
                        {
                            Check.Same(3, one.Error.Code);
                        }
                        lock (all)
                        {
                            made.ForEach(
                                token => Check.That(all.Add(token), "an IV came twice"));
                        }
                    });
            }
            Check.Same(ThreadCount * CallsEach, all.Count);
        }

        /// <summary>Each call either succeeds or finds the object disposed; none crashes.</summary>
        private static void DisposeMeanwhile()
        {
            for (int round = 0; round < Rounds; round++)
            {
                TokenGenerator generator = Sample.Generator();
                TokenVerifier verifier = Sample.Verifier();
                string token = generator.IdentityToken("user1", Sample.Hour);
                int turn = round;
                Run(
                    4,
                    number =>
                    {
                        if (number == 0)
                        {
                            Thread.SpinWait(turn * 20);
                            generator.Dispose();
                            verifier.Dispose();
                            return;
                        }
                        try
                        {
                            for (int call = 0; call < 1000; call++)
                            {
                                verifier.Verify(generator.IdentityToken("user1", Sample.Hour));
                                generator.GenerateBatch(new[] { "a", "b" }, Sample.Hour, "");
                            }
                        }
                        catch (ObjectDisposedException)
                        {
                            // Expected after Dispose.
                        }
                    });
                Check.Throws<ObjectDisposedException>(() => verifier.Verify(token));
                Check.Throws<ObjectDisposedException>(
                    () => generator.IdentityToken("user1", Sample.Hour));
            }
        }

        private static void Run(int count, Action<int> work)
        {
            List<Exception> errors = new List<Exception>();
            List<Thread> threads = new List<Thread>();
            for (int number = 0; number < count; number++)
            {
                int own = number;
                Thread thread = new Thread(() =>
                {
                    try
                    {
                        work(own);
                    }
                    catch (Exception error)
                    {
                        lock (errors)
                        {
                            errors.Add(error);
                        }
                    }
                });
                threads.Add(thread);
                thread.Start();
            }
            threads.ForEach(thread => thread.Join());
            if (errors.Count > 0)
            {
                throw new AggregateException(errors);
            }
        }
    }
}
