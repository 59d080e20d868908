using System;
using System.Collections.Generic;
using System.Reflection;

namespace Token04.Tests
{
    /// <summary>A runner of its own: each public method of the classes below is a test.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments)
        {
            switch (arguments[0])
            {
                case "unit":
                    return Run(arguments[1], arguments[2]);
                case "threads":
                    return Stress.Threads();
                case "memory":
                    return Memory.Run(int.Parse(arguments[1]));
                case "panic":
                    return Loading.Panic();
                case "no-panic":
                    return Loading.NoPanic();
                case "missing":
                    return Loading.Missing();
                case "foreign":
                    return Loading.Foreign();
                default:
                    return Loading.Present();
            }
        }

        private static int Run(string version, string root)
        {
            int failed = 0;
            int passed = 0;
            object[] all =
            {
                new GeneratorTests(), new VerifierTests(), new ToolsTests(version, root),
                new DropInTests(), new TextTests(), new LayoutTests(),
            };
            foreach (object tests in all)
            {
                foreach (MethodInfo test in tests.GetType().GetMethods(
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                {
                    try
                    {
                        test.Invoke(tests, null);
                        passed++;
                    }
                    catch (TargetInvocationException error)
                    {
                        failed++;
                        Console.WriteLine("FAILED " + test.Name + ": " + error.InnerException);
                    }
                }
            }
            Console.WriteLine(passed + " passed, " + failed + " failed");
            return failed == 0 && passed > 0 ? 0 : 1;
        }
    }

    /// <summary>What tests ask.</summary>
    internal static class Check
    {
        internal static void That(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException(what);
            }
        }

        internal static void Same<T>(T wanted, T got)
        {
            That(
                EqualityComparer<T>.Default.Equals(wanted, got),
                "wanted " + wanted + ", got " + got);
        }

        internal static TError Throws<TError>(Action action)
            where TError : Exception
        {
            try
            {
                action();
            }
            catch (TError error)
            {
                return error;
            }
            throw new InvalidOperationException("no " + typeof(TError).Name);
        }

        internal static Token04Exception Refused(int code, Action action)
        {
            Token04Exception error = Throws<Token04Exception>(action);
            Same(code, error.Code);
            return error;
        }
    }

    /// <summary>What tests use.</summary>
    internal static class Sample
    {
        internal const long AppId = 1234567890;
        internal const string Secret = "fa94dd0f974cf2e293728a526b028271";
        internal const string Previous = "0123456789abcdef0123456789ABCDEF";
        internal const long Moment = 1700000000;
        internal static readonly TimeSpan Hour = TimeSpan.FromHours(1);
        internal static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Moment);

        internal static TokenGenerator Generator(TokenMode mode = TokenMode.Cbc)
        {
            return new TokenGenerator(AppId, Secret, mode, () => Now);
        }

        internal static TokenVerifier Verifier(VerifierOptions options = null)
        {
            VerifierOptions chosen = options ?? new VerifierOptions();
            chosen.Clock = () => Now;
            return new TokenVerifier(AppId, Secret, chosen);
        }
    }
}
