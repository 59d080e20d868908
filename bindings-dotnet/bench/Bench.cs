using System;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Token04;
using ZegoServerAssistant;

/// <summary>
/// The cost of a token, compared with an empty call, the library called from C, the same work
/// written by hand, and a JWT. The lowest of several rounds, in nanoseconds per call.
/// </summary>
internal static class Bench
{
    private const long AppId = 1234567890;
    private const string User = "user1";
    private const int Seconds = 3600;
    private const int Rounds = 200;
    private const int BatchSize = 1000;
    /// <summary>Short, so that the lowest of many rounds was not interrupted.</summary>
    private const double RoundMilliseconds = 3;

    private static int Main(string[] arguments)
    {
        string secret = Guid.NewGuid().ToString("N");
        TimeSpan ttl = TimeSpan.FromSeconds(Seconds);
        Stopwatch load = Stopwatch.StartNew();
        TokenGenerator cbc = new TokenGenerator(AppId, secret);
        double loadMilliseconds = load.Elapsed.TotalMilliseconds;
        TokenGenerator gcm = new TokenGenerator(AppId, secret, TokenMode.Gcm);
        RoomPrivileges room = RoomPrivileges.LoginAndPublishAny("room1");
        string payload = room.Payload;
        TokenVerifier verifier = new TokenVerifier(AppId, secret);
        string privilegeToken = cbc.PrivilegeToken(User, ttl, room);
        string[] users = new string[BatchSize];
        for (int index = 0; index < users.Length; index++)
        {
            users[index] = User;
        }
        // .NET Core 3.1 needs an OpenSSL that is no longer available.
        Plain plain = arguments[1] == "plain" ? new Plain(AppId, secret) : null;
        bool hasGcm = plain != null && plain.HasGcm;
        Empty empty = new Empty();
        CoreLoop core = new CoreLoop(secret);
        Line[] lines =
        {
            new Line("empty call", () => empty.Call(User, ttl, "")),
            new Line("core from C: identity", count => core.Run("", count)),
            new Line("core from C: privilege", count => core.Run(payload, count)),
            new Line("identity, CBC", () => cbc.IdentityToken(User, ttl)),
            new Line("privilege, CBC", () => cbc.PrivilegeToken(User, ttl, room)),
            new Line("including the privileges, CBC", () => Privilege(cbc, ttl)),
            new Line("identity, GCM", () => gcm.IdentityToken(User, ttl)),
            new Line("privilege, GCM", () => gcm.PrivilegeToken(User, ttl, room)),
            new Line(
                "drop-in", () => ServerAssistant.GenerateToken04((uint)AppId, User, secret, Seconds, "")),
            new Line("verify, CBC", () => verifier.VerifyLogin(privilegeToken, User, "room1")),
            new Line("batch of 1000, per token", () => cbc.GenerateBatch(users, ttl, ""), BatchSize),
            new Line("plain code, CBC", When(plain != null, () => plain.Cbc(User, Seconds, payload))),
            new Line("plain code, GCM", When(hasGcm, () => plain.Gcm(User, Seconds, payload))),
            new Line("plain JWT, HS256", When(plain != null, () => plain.Jwt(User, Seconds))),
        };
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Line line in lines)
            {
                line.Round(RoundMilliseconds);
            }
        }
        double unit = lines[0].Least;
        Console.WriteLine(
            arguments[0] + ": first generator (loads the library) " + Number(loadMilliseconds) + " ms");
        Console.WriteLine(string.Format("  {0,-32}{1,10}{2,14}", "", "ns", "empty calls"));
        foreach (Line line in lines)
        {
            bool ran = line.Least < double.MaxValue;
            Console.WriteLine(string.Format(
                "  {0,-32}{1,10}{2,14}",
                line.Name,
                ran ? Number(line.Least) : "not here",
                ran ? Number(line.Least / unit) : ""));
        }
        Goal("identity", lines[3].Least, lines[1].Least, unit);
        Goal("privilege", lines[4].Least, lines[2].Least, unit);
        if (plain != null)
        {
            double least = Math.Max(lines[11].Least / 10, 3 * unit);
            Console.WriteLine(
                "  plain code / privilege, CBC: " + Number(lines[11].Least / lines[4].Least)
                    + " times; a tenth of it, or three empty calls: " + Number(least) + " ns");
        }
        return 0;
    }

    private static string Privilege(TokenGenerator generator, TimeSpan ttl)
    {
        return generator.PrivilegeToken(User, ttl, RoomPrivileges.LoginAndPublishAny("room1"));
    }

    private static Func<object> When(bool here, Func<object> call)
    {
        return here ? call : null;
    }

    private static void Goal(string name, double took, double core, double unit)
    {
        double goal = core + 3 * unit;
        Console.WriteLine(
            "  goal for " + name + " (core + 3 empty calls): " + Number(goal) + " ns, "
                + (took <= goal ? "met" : "MISSED"));
    }

    private static string Number(double value)
    {
        return value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);
    }

    /// <summary>One measurement.</summary>
    private sealed class Line
    {
        internal readonly string Name;
        internal double Least = double.MaxValue;
        private readonly Action<int> run;
        private readonly int each;
        private int calls = 1;

        internal Line(string name, Func<object> call, int each = 1)
        {
            Name = name;
            this.each = each;
            if (call != null)
            {
                run = count =>
                {
                    for (int index = 0; index < count; index++)
                    {
                        GC.KeepAlive(call());
                    }
                };
            }
        }

        internal Line(string name, Action<int> run)
        {
            Name = name;
            each = 1;
            this.run = run;
        }

        internal void Round(double milliseconds)
        {
            if (run == null)
            {
                return;
            }
            Stopwatch watch = new Stopwatch();
            for (; ; calls *= 2)
            {
                watch.Restart();
                run(calls);
                double took = watch.Elapsed.TotalMilliseconds;
                if (took > milliseconds)
                {
                    Least = Math.Min(Least, took * 1e6 / calls / each);
                    return;
                }
            }
        }
    }

    /// <summary>
    /// The generator's call with all its conversions, to a function that does nothing.
    /// </summary>
    private sealed class Empty
    {
        private readonly NativeHandle handle = new NothingHandle();

        internal string Call(string userId, TimeSpan ttl, string payload)
        {
            EmptyCall call = new EmptyCall(
                handle, userId, Timestamps.Seconds(ttl), payload, Timestamps.Now(null));
            handle.Call(ref call, Scratch.OutputBytes);
            return call.Result;
        }
    }

    private unsafe struct EmptyCall : ICall
    {
        internal string Result;
        private readonly NativeHandle generator;
        private readonly string userId;
        private readonly long ttl;
        private readonly string payload;
        private readonly long now;

        internal EmptyCall(
            NativeHandle generator, string userId, long ttl, string payload, long now)
        {
            Result = null;
            this.generator = generator;
            this.userId = userId;
            this.ttl = ttl;
            this.payload = payload;
            this.now = now;
        }

        public int InputBytes
        {
            get { return Utf8.Room(userId, Limits.UserId) + Utf8.Room(payload, Limits.Payload); }
        }

        public int Run(byte* start, byte* end, UIntPtr* needed)
        {
            byte* content = start + Utf8.Write(userId, start, Limits.UserId);
            byte* output = content + Utf8.Write(payload, content, Limits.Payload);
            int status = bench_empty(
                generator.DangerousGetHandle(), start, (UIntPtr)(content - start), ttl,
                content, (UIntPtr)(output - content), now,
                output, (UIntPtr)(end - output), needed);
            Result = Utf8.ReadAscii(output, *needed);
            return status;
        }

        [DllImport("token04bench")]
        private static extern int bench_empty(
            IntPtr generator, byte* userId, UIntPtr userIdLength, long ttl,
            byte* payload, UIntPtr payloadLength, long now,
            byte* output, UIntPtr capacity, UIntPtr* length);
    }

    /// <summary>The library, called in a C loop.</summary>
    private sealed unsafe class CoreLoop
    {
        private readonly IntPtr generator;

        internal CoreLoop(string secret)
        {
            byte[] bytes = Utf8.Bytes(secret, Limits.Secret);
            fixed (byte* start = bytes)
            fixed (IntPtr* to = &generator)
            {
                Token04Exception.ThrowUnlessOk(
                    Native.token04_generator_new(AppId, start, (UIntPtr)bytes.Length, 0, to));
            }
        }

        internal void Run(string payload, int count)
        {
            byte[] bytes = Utf8.Bytes(payload + "\0", Limits.Payload);
            fixed (byte* start = bytes)
            {
                Token04Exception.ThrowUnlessOk(bench_core(
                    generator, start, (UIntPtr)(bytes.Length - 1), Timestamps.Now(null), count));
            }
        }

        [DllImport("token04bench")]
        private static extern int bench_core(
            IntPtr generator, byte* payload, UIntPtr payloadLength, long now, int count);
    }

    private sealed class NothingHandle : NativeHandle
    {
        internal NothingHandle()
        {
            Own((IntPtr)1);
        }

        protected override bool ReleaseHandle()
        {
            return true;
        }
    }
}
