using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Token04.Tests
{
    internal sealed class ToolsTests
    {
        private readonly string version;
        private readonly string root;

        public ToolsTests(string version, string root)
        {
            this.version = version;
            this.root = root;
        }

        public void VersionsAreOne()
        {
            Assembly assembly = typeof(Tokens).Assembly;
            Check.Same(version, Tokens.Version);
            Check.Same(version + ".0", assembly.GetName().Version.ToString());
            Check.Same(Native.AbiVersion, Native.FoundAbi());
            Check.That(
                assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(
                    one => one.Key == "Compiler" && one.Value.Contains("C# compiler")),
                "no compiler named");
        }

        /// <summary>Each error of the core has its name and message here.</summary>
        public void ErrorsAreTheCores()
        {
            string table = File.ReadAllText(Path.Combine(root, "tests/vectors/errors.json"));
            MatchCollection rows = Regex.Matches(
                table,
                "\"code\":\\s*(\\d+),\\s*\"name\":\\s*\"([a-z_]+)\",\\s*\"message\":\\s*\"([^\"]*)\"");
            int count = 0;
            foreach (Match row in rows)
            {
                int code = int.Parse(row.Groups[1].Value);
                if (code != 0)
                {
                    count++;
                    Token04Exception error = Token04Exception.Of(code);
                    Check.Same(row.Groups[2].Value, error.Name);
                    Check.Same(row.Groups[3].Value, error.Message);
                }
            }
            Check.That(count > 20, "no table");
        }

        /// <summary>
        /// The ABI version is that of the header, and the default leeways are the core's.
        /// </summary>
        public void DefaultsAreTheCores()
        {
            string header = File.ReadAllText(Path.Combine(root, "ffi-c/include/token04.h"));
            Action<string, long> same = (name, value) => Check.Same(
                Regex.Match(header, "#define TOKEN04_" + name + " (\\d+)").Groups[1].Value,
                value.ToString());
            same("ABI_VERSION", Native.AbiVersion);
            same("DEFAULT_LEEWAY_SECONDS", (long)new ExplainInput().Leeway.TotalSeconds);
            same("DEFAULT_LEEWAY_SECONDS", (long)new VerifierOptions().Leeway.TotalSeconds);
        }

        public void KitTokens()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                string token = generator.IdentityToken("user1", Sample.Hour);
                string kit = Tokens.KitToken(token, "room1", "user1", "Ad\u00e4", Sample.AppId);
                InspectedToken seen = Tokens.Inspect(kit);
                Check.Same("Ad\u00e4", seen.Kit.UserName);
                Check.Same(Sample.AppId, seen.Kit.AppId);
                Check.Same("04", seen.Version);
                Check.Same(16, seen.IvLength);
                Check.Same(Sample.Timestamp + 3600, seen.ExpireUtc().Value.ToUnixTimeSeconds());
                Check.That(Tokens.Inspect(token).Kit == null, "a kit");
                Check.Refused(20, () => Tokens.Decode(kit, Sample.Secret));
                Check.Refused(1, () => Tokens.KitToken(null, null, null, null, 0));
                Check.Refused(3, () => Tokens.KitToken(null, null, null, null, 1));
                string longName = new string('\u00e4', 30000);
                string longKit = Tokens.KitToken(token, "room1", "user1", longName, 1);
                Check.That(longKit.StartsWith(token + "#"), "not around the token");
            }
        }

        public void ExplainNamesMistakes()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                string token = generator.IdentityToken("user1", Sample.Hour);
                ExplainInput options = new ExplainInput { Clock = () => Sample.Now };
                Check.That(
                    Tokens.Explain(token, Sample.Secret, options).All(
                        one => one.Severity == Severity.Note),
                    "a good token");
                Finding first = Tokens.Explain(token, Sample.Secret + Sample.Secret)[0];
                Check.Same("secret_is_app_sign", first.Id);
                Check.Same(Severity.Error, first.Severity);
                Check.That(first.Advice.Length > 0 && first.Message.Length > 0, "no words");
                Check.That(
                    Tokens.Explain(Sample.Secret + "#e30=")[0].Severity == Severity.Critical,
                    "a secret was revealed");
                options.UserId = null;
                Check.That(
                    Tokens.Explain(token, Sample.Secret, options).Any(
                        one => one.Severity == Severity.Error),
                    "an expected null is another user");
                Check.That(Tokens.Explain(null).Count > 0, "null is not a token");
            }
        }

        public void ForeignTimestampsHaveNoDate()
        {
            Check.That(Timestamps.Date(long.MaxValue) == null, "a date");
            Check.That(Timestamps.Date(long.MinValue) == null, "a date");
            Check.Same(DateTimeOffset.MinValue, Timestamps.Date(-62135596800).Value);
            Check.Same(9999, Timestamps.Date(253402300799).Value.Year);
            Check.That(Timestamps.Date(253402300800) == null, "a date");
        }
    }

    internal sealed class TextTests
    {
        public unsafe void AsciiIsRead()
        {
            StringBuilder text = new StringBuilder();
            for (int length = 0; length < 300; length++)
            {
                byte[] bytes = Utf8.Bytes(text + "x", Limits.Other);
                fixed (byte* start = bytes)
                {
                    Check.Same(text.ToString(), Utf8.ReadAscii(start, (UIntPtr)length));
                }
                text.Append((char)(' ' + length % 90));
            }
        }

        public unsafe void AsTheRuntimeEncodes()
        {
            string[] texts =
            {
                "", "a", "caf\u00e9", "\u07ff\u0800\uffff", "\ud7ff\ue000", "\ud83c\udf89", "a\0b",
                "\ud800\udc00\udbff\udfff",
            };
            foreach (string text in texts)
            {
                byte[] bytes = Utf8.Bytes(text, Limits.Other);
                Check.That(Encoding.UTF8.GetBytes(text).SequenceEqual(bytes), text);
                fixed (byte* start = bytes)
                {
                    Check.Same(text, Utf8.Read(start, bytes.Length));
                }
            }
            string[] none = { null, "\ud800", "a\udc00", "\udc00\ud800", "\ud83c\ud83c\udf89", "x\udbff" };
            foreach (string text in none)
            {
                Check.That(Utf8.Bytes(text, Limits.Other).SequenceEqual(new byte[] { 0xff }), "a text");
            }
        }
    }

    internal sealed class LayoutTests
    {
        public void APlatformHasAFolder()
        {
            Platform linux = new Platform("linux", "x64");
            Check.Same("linux-x64", linux.Rid);
            Check.Same("libtoken04.so", linux.FileName);
            Check.Same("libtoken04.so", new Platform("linux-musl", "arm64").FileName);
            Check.Same("libtoken04.dylib", new Platform("osx", "arm64").FileName);
            Check.Same("token04.dll", new Platform("win", "x64").FileName);
            Action<string, string> places = (root, wanted) =>
                Check.Same(wanted, string.Join(" ", NativeLoader.Places(linux, root)));
            places(
                "/app/bin/net",
                "/app/bin/net/runtimes/linux-x64/native/libtoken04.so /app/bin/net/libtoken04.so");
            places(
                "/app/lib/netstandard2.0",
                "/app/lib/netstandard2.0/runtimes/linux-x64/native/libtoken04.so "
                    + "/app/lib/netstandard2.0/libtoken04.so "
                    + "/app/runtimes/linux-x64/native/libtoken04.so");
            places(
                "/lib/netstandard2.0/x",
                "/lib/netstandard2.0/x/runtimes/linux-x64/native/libtoken04.so "
                    + "/lib/netstandard2.0/x/libtoken04.so");
            Check.Same("linux", Platform.Current().System);
        }

        public unsafe void TheStructIsTheLibrarys()
        {
            Check.Same(104, sizeof(Native.Decoded));
        }
    }
}
