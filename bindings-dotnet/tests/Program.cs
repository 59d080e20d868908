using System;
using System.Reflection;

namespace Token04.Tests
{
    /// <summary>A minimal test runner: each public method of the classes below is a test.</summary>
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
                case "swap":
                    return Hostile.Swap();
                case "lengths":
                    return Hostile.Lengths();
                case "secrets":
                    return Leaks.Run();
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
                new DropInTests(), new TextTests(), new LayoutTests(), new ValueTests(),
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
}
