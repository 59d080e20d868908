using System;
using System.Collections.Generic;
using System.Linq;

namespace Token04.Tests
{
    internal sealed class GeneratorTests
    {
        public void APayloadComesBack()
        {
            foreach (TokenMode mode in new[] { TokenMode.Cbc, TokenMode.Gcm })
            {
                using (TokenGenerator generator = Sample.Generator(mode))
                {
                    string token = generator.Generate("user1", Sample.Hour, "caf\u00e9 \ud83c\udf89");
                    DecodedToken read = Tokens.Decode(token, Sample.Secret);
                    Check.Same("caf\u00e9 \ud83c\udf89", read.Claims.Payload);
                    Check.Same(mode, read.Mode);
                    Check.That(read.Authenticated, "not authenticated");
                    Check.Same((uint)Sample.AppId, read.Claims.AppId);
                    Check.Same(Sample.Timestamp, read.Claims.Ctime);
                    Check.Same(Sample.Now.AddHours(1), read.Claims.ExpireUtc().Value);
                }
            }
        }

        public void TheHostsClockIsTheDefault()
        {
            using (TokenGenerator generator = new TokenGenerator(Sample.AppId, Sample.Secret))
            {
                long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                IssuedToken issued = generator.Issue("user1", Sample.Hour, "");
                long after = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
                Check.That(issued.IssuedAt >= before && issued.IssuedAt <= after, "not now");
                Check.Same(issued.IssuedAt + 3600, issued.ExpiresAt);
                Check.Same(issued.ExpiresAt - 30, issued.RefreshAt);
                Check.Same(issued.RefreshAt, issued.RefreshAtUtc().Value.ToUnixTimeSeconds());
            }
        }

        public void AFrozenClockIsRead()
        {
            DateTimeOffset time = Sample.Now;
            using (TokenGenerator generator = new TokenGenerator(
                Sample.AppId, Sample.Secret, clock: () => time))
            {
                time = new DateTimeOffset(1970, 1, 1, 0, 0, 0, 500, TimeSpan.Zero);
                Check.Same(0L, generator.Issue("user1", Sample.Hour, "").IssuedAt);
                time = DateTimeOffset.MaxValue;
                Check.Same(253402300799L, generator.Issue("user1", Sample.Hour, "").IssuedAt);
                time = new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero);
                Check.Refused(13, () => generator.Issue("user1", TimeSpan.Zero, ""));
                Check.Refused(3, () => generator.Issue("", TimeSpan.Zero, ""));
                Check.Refused(13, () => generator.GenerateBatch(new[] { "u" }, TimeSpan.Zero, ""));
            }
            using (TokenVerifier verifier = new TokenVerifier(
                Sample.AppId, Sample.Secret, new VerifierOptions { Clock = () => time }))
            {
                Check.Refused(13, () => verifier.Verify("no token"));
            }
        }

        public void AFractionOfASecondIsRefused()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                foreach (double seconds in new[] { 0, -1, 0.5, 1.5, 3600.0001 })
                {
                    TimeSpan ttl = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
                    Check.Refused(6, () => generator.IdentityToken("user1", ttl));
                }
                Check.Refused(6, () => generator.IdentityToken("user1", TimeSpan.MinValue));
                Check.Refused(6, () => generator.IdentityToken("user1", TimeSpan.MaxValue));
                generator.IdentityToken("user1", new TimeSpan(922337203685 * TimeSpan.TicksPerSecond));
            }
        }

        public void ConstructionIsCheckedInOrder()
        {
            Check.Refused(1, () => new TokenGenerator(0, null, (TokenMode)7));
            Check.Refused(1, () => new TokenGenerator(-1, Sample.Secret));
            Check.Refused(1, () => new TokenGenerator(1L << 32, Sample.Secret));
            Check.Refused(5, () => new TokenGenerator(1, null, (TokenMode)7));
            Check.Refused(5, () => new TokenGenerator(1, Sample.Secret.Substring(1) + "\ud800"));
            Check.Refused(10, () => new TokenGenerator(1, Sample.Secret, (TokenMode)7));
        }

        public void NullIsRefusedInItsPlace()
        {
            string none = null;
            RoomPrivileges nothing = null;
            using (TokenGenerator generator = Sample.Generator())
            {
                Check.Refused(3, () => generator.Generate(null, TimeSpan.Zero, none));
                Check.Refused(6, () => generator.Generate("user1", TimeSpan.Zero, none));
                Check.Refused(7, () => generator.Generate("user1", Sample.Hour, none));
                Check.Same(
                    7, generator.GenerateBatch(new[] { "u" }, Sample.Hour, none)[0].Error.Code);
                Action[] all =
                {
                    () => generator.Generate("user1", Sample.Hour, nothing),
                    () => generator.Issue("user1", Sample.Hour, nothing),
                    () => generator.PrivilegeToken("user1", Sample.Hour, nothing),
                    () => generator.GenerateBatch(new[] { "user1" }, Sample.Hour, nothing),
                    () => generator.GenerateBatch(null, Sample.Hour, ""),
                };
                foreach (Action one in all)
                {
                    Check.Throws<ArgumentNullException>(one);
                }
            }
        }

        public void PrivilegesAreCheckedWhenMade()
        {
            string[] none = new string[0];
            Check.Refused(8, () => RoomPrivileges.LoginOnly(null));
            Check.Refused(8, () => RoomPrivileges.LoginOnly("a\0b"));
            Check.Refused(8, () => RoomPrivileges.LoginAndPublishAny(new string('r', 129)));
            Check.Refused(8, () => RoomPrivileges.PublishOnly("", none));
            Check.Refused(9, () => RoomPrivileges.PublishOnly("room1", none));
            Check.Refused(9, () => RoomPrivileges.PublishOnly("room1", null));
            Check.Refused(9, () => RoomPrivileges.LoginAndPublish("room1", null));
            Check.Refused(9, () => RoomPrivileges.LoginAndPublish("room1", none));
            Check.Refused(9, () => RoomPrivileges.LoginAndPublish("room1", new[] { "s1", "\udc00" }));
            Check.Refused(9, () => RoomPrivileges.LoginAndPublish("room1", new[] { "s1", null }));
            Check.Refused(12, () => RoomPrivileges.FromFlags(null, false, false, null));
            Check.Refused(8, () => RoomPrivileges.FromFlags(null, false, true, null));
            Check.Refused(9, () => RoomPrivileges.FromFlags("room1", true, true, null));
        }

        public void FlagsAreTheOtherShapes()
        {
            string[] streams = { "s1" };
            string[] bad = { "" };
            Check.Same(
                RoomPrivileges.LoginOnly("r"), RoomPrivileges.FromFlags("r", true, false, bad));
            Check.Same(
                RoomPrivileges.PublishOnly("r", streams),
                RoomPrivileges.FromFlags("r", false, true, streams));
            Check.Same(
                RoomPrivileges.LoginAndPublish("r", streams),
                RoomPrivileges.FromFlags("r", true, true, streams));
        }

        public void PrivilegesReachTheToken()
        {
            string[] many = Enumerable.Range(0, 400).Select(index => "stream" + index).ToArray();
            RoomPrivileges privileges = RoomPrivileges.PublishOnly("r\u00f6\u00f6m", many);
            many[0] = "changed";
            many = Enumerable.Range(0, 400).Select(index => "stream" + index).ToArray();
            using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
            {
                string[] tokens =
                {
                    generator.PrivilegeToken("user1", Sample.Hour, privileges),
                    generator.Generate("user1", Sample.Hour, privileges),
                    generator.Issue("user1", Sample.Hour, privileges).Token,
                    generator.GenerateBatch(new[] { "user1" }, Sample.Hour, privileges)[0].Token,
                };
                foreach (string token in tokens)
                {
                    DecodedToken read = Tokens.Decode(token, Sample.Secret);
                    Check.Same(privileges.Payload, read.Claims.Payload);
                    Check.Same("r\u00f6\u00f6m", read.Privileges.RoomId);
                    Check.That(!read.Privileges.Login && read.Privileges.Publish, "shape");
                    Check.That(many.SequenceEqual(read.Privileges.StreamIds), "streams");
                }
            }
        }

        public void LongPayloadsFit()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                foreach (int length in new[] { 1000, 2000, 5000, 20000, 65000 })
                {
                    string payload = new string('p', length);
                    string token = generator.Generate("user1", Sample.Hour, payload);
                    Check.Same(payload, Tokens.Decode(token, Sample.Secret).Claims.Payload);
                    string controls = new string('\u0001', length / 8);
                    token = generator.Generate("user1", Sample.Hour, controls);
                    Check.Same(controls, Tokens.Decode(token, Sample.Secret).Claims.Payload);
                }
                Check.Refused(
                    7, () => generator.Generate("user1", Sample.Hour, new string('p', 65520)));
                Check.Refused(
                    7, () => generator.Generate("user1", Sample.Hour, new string('\u20ac', 1 << 20)));
            }
        }

        public void ABatchKeepsItsOrder()
        {
            foreach (int length in new[] { 0, 300, 4000 })
            {
                string payload = new string('\u0001', length);
                List<string> users = Enumerable.Range(0, 1500).Select(index => "user" + index).ToList();
                users[3] = null;
                users[700] = "\ud800";
                users[1499] = new string('u', 65);
                using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
                {
                    IReadOnlyList<BatchResult> results =
                        generator.GenerateBatch(users.Where(user => true), Sample.Hour, payload);
                    Check.Same(users.Count, results.Count);
                    for (int index = 0; index < users.Count; index++)
                    {
                        if (index == 3 || index == 700 || index == 1499)
                        {
                            Check.That(results[index].Token == null, "a token");
                            Check.Same(3, results[index].Error.Code);
                            continue;
                        }
                        Check.That(results[index].Error == null, "an error");
                        if (index % 10 == 0)
                        {
                            DecodedToken read = Tokens.Decode(results[index].Token, Sample.Secret);
                            Check.Same(users[index], read.Claims.UserId);
                            Check.Same(payload, read.Claims.Payload);
                            Check.Same(Sample.Timestamp, read.Claims.Ctime);
                        }
                    }
                }
            }
        }

        public void ABatchFailsAsAWhole()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                Check.Refused(6, () => generator.GenerateBatch(new string[0], TimeSpan.Zero, ""));
                Check.Same(0, generator.GenerateBatch(new string[0], Sample.Hour, "").Count);
                int readings = 0;
                Func<DateTimeOffset> clock = () =>
                {
                    readings++;
                    return Sample.Now;
                };
                using (TokenGenerator other = new TokenGenerator(1, Sample.Secret, clock: clock))
                {
                    other.GenerateBatch(Enumerable.Repeat("user1", 2000), Sample.Hour, "");
                    Check.Same(1, readings);
                }
            }
        }

        public void AUseAfterDisposeIsReported()
        {
            TokenGenerator generator = Sample.Generator();
            generator.Dispose();
            generator.Dispose();
            RoomPrivileges privileges = RoomPrivileges.LoginOnly("room1");
            Check.Throws<ObjectDisposedException>(() => generator.IdentityToken("u", Sample.Hour));
            Check.Throws<ObjectDisposedException>(() => generator.Issue("u", Sample.Hour, ""));
            Check.Throws<ObjectDisposedException>(
                () => generator.PrivilegeToken("u", Sample.Hour, privileges));
            Check.Throws<ObjectDisposedException>(
                () => generator.GenerateBatch(new[] { "u" }, Sample.Hour, ""));
        }

        public void TheEnvironmentIsDotNetsOwn()
        {
            Action<string, string> set = (appId, secret) =>
            {
                Environment.SetEnvironmentVariable("ZEGO_APP_ID", appId);
                Environment.SetEnvironmentVariable("ZEGO_SERVER_SECRET", secret);
            };
            Action<int, string, Action> named = (code, said, act) =>
            {
                Token04Exception error = Check.Refused(code, act);
                Check.That(
                    error.Message.StartsWith("environment variable " + said + ": "), error.Message);
            };
            set(null, Sample.Secret);
            named(1, "ZEGO_APP_ID is not set", () => TokenGenerator.FromEnv());
            set("12x", null);
            named(1, "ZEGO_APP_ID is invalid", () => TokenGenerator.FromEnv());
            set("1234567890", null);
            named(5, "ZEGO_SERVER_SECRET is not set", () => TokenGenerator.FromEnv());
            named(5, "ZEGO_SERVER_SECRET is not set", () => TokenVerifier.FromEnv());
            set("1234567890", Sample.Secret + Sample.Secret);
            named(5, "ZEGO_SERVER_SECRET is invalid", () => TokenGenerator.FromEnv());
            set("1234567890", Sample.Previous);
            string old = TokenGenerator.FromEnv(TokenMode.Gcm).IdentityToken("user1", Sample.Hour);
            set("1234567890", Sample.Secret);
            Check.Refused(38, () => TokenVerifier.FromEnv().Verify(old));
            Environment.SetEnvironmentVariable("ZEGO_PREVIOUS_SERVER_SECRET", Sample.Previous);
            Check.Same(1, TokenVerifier.FromEnv().Verify(old).SecretIndex);
            Environment.SetEnvironmentVariable("ZEGO_PREVIOUS_SERVER_SECRET", "short");
            named(5, "ZEGO_PREVIOUS_SERVER_SECRET is invalid", () => TokenVerifier.FromEnv());
            Environment.SetEnvironmentVariable("ZEGO_PREVIOUS_SERVER_SECRET", "");
            Check.Refused(38, () => TokenVerifier.FromEnv().Verify(old));
            Environment.SetEnvironmentVariable("ZEGO_PREVIOUS_SERVER_SECRET", null);
            set(null, null);
        }

        public void NothingIsShown()
        {
            using (TokenGenerator generator = Sample.Generator())
            using (TokenVerifier verifier = Sample.Verifier())
            {
                IssuedToken issued = generator.Issue("some-user", Sample.Hour, "some-payload");
                VerifiedToken read = verifier.Verify(issued.Token);
                object[] all =
                {
                    generator, verifier, issued, read, read.Claims,
                    RoomPrivileges.LoginOnly("some-room"),
                };
                foreach (object one in all)
                {
                    string shown = one.ToString();
                    foreach (string hidden in new[] { Sample.Secret, "some-", "04AAAA" })
                    {
                        Check.That(!shown.Contains(hidden), one.GetType().Name + " shows itself");
                    }
                }
                Token04Exception error = Check.Throws<Token04Exception>(
                    () => verifier.VerifyUser(issued.Token, "some-other"));
                Check.That(!error.ToString().Contains("some-"), "the exception shows a claim");
                Check.Same("user_id_mismatch", error.Name);
            }
        }
    }
}
