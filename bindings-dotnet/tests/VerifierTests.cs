using System;

namespace Token04.Tests
{
    internal sealed class VerifierTests
    {
        private readonly string identity;
        private readonly string publisher;

        public VerifierTests()
        {
            using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
            {
                identity = generator.IdentityToken("user1", Sample.Hour);
                publisher = generator.PrivilegeToken(
                    "user1", Sample.Hour, RoomPrivileges.LoginAndPublish("room1"));
            }
        }

        public void WhatIsNamedIsChecked()
        {
            using (TokenVerifier verifier = Sample.Verifier())
            {
                Check.Same(0, verifier.Verify(publisher).SecretIndex);
                VerifiedToken read = verifier.Verify(
                    publisher,
                    new Expectations { UserId = "user1", RoomId = "room1", StreamId = "any" });
                Check.Same("room1", read.Privileges.RoomId);
                Check.That(read.Privileges.StreamIds == null, "a list");
                Check.Refused(
                    31, () => verifier.Verify(publisher, new Expectations { UserId = "user2" }));
                Check.Refused(
                    35, () => verifier.Verify(publisher, new Expectations { RoomId = "room2" }));
                Check.Refused(
                    37, () => verifier.Verify(identity, new Expectations { RoomId = "room1" }));
            }
        }

        public void NamedAndAbsentNeverMatches()
        {
            using (TokenVerifier verifier = Sample.Verifier())
            {
                foreach (string absent in new[] { null, "", "\ud800", "user1\udc00" })
                {
                    Check.Refused(
                        31, () => verifier.Verify(publisher, new Expectations { UserId = absent }));
                    Check.Refused(
                        35, () => verifier.Verify(publisher, new Expectations { RoomId = absent }));
                    Check.Refused(
                        36, () => verifier.Verify(publisher, new Expectations { StreamId = absent }));
                }
            }
        }

        public void OldSecretsOpenOldTokens()
        {
            VerifierOptions options = new VerifierOptions
            {
                PreviousSecrets = new[] { Sample.Previous, Sample.Secret },
                Clock = () => Sample.Now,
            };
            using (TokenVerifier verifier = new TokenVerifier(
                Sample.AppId, new string('x', 32), options))
            {
                Check.Same(2, verifier.Verify(identity).SecretIndex);
            }
            options.PreviousSecrets = new[] { Sample.Previous, null };
            Check.Refused(5, () => new TokenVerifier(Sample.AppId, Sample.Secret, options));
        }

        public void TimeIsTheClocks()
        {
            DateTimeOffset now = Sample.Now;
            VerifierOptions options = new VerifierOptions { Clock = () => now };
            using (TokenVerifier verifier = new TokenVerifier(Sample.AppId, Sample.Secret, options))
            {
                now = Sample.Now.AddSeconds(3629);
                verifier.Verify(identity);
                now = Sample.Now.AddSeconds(3630);
                Check.Refused(32, () => verifier.Verify(identity));
                now = Sample.Now.AddSeconds(-31);
                Check.Refused(33, () => verifier.Verify(identity));
            }
            foreach (double leeway in new[] { -1, 0.5, 1.5 })
            {
                VerifierOptions bad =
                    new VerifierOptions { Leeway = TimeSpan.FromSeconds(leeway) };
                Check.Refused(11, () => new TokenVerifier(Sample.AppId, Sample.Secret, bad));
            }
            VerifierOptions longest = new VerifierOptions { Leeway = TimeSpan.FromDays(10000) };
            new TokenVerifier(Sample.AppId, Sample.Secret, longest).Verify(identity);
        }

        public void AuthenticationCanBeDemanded()
        {
            VerifierOptions options = new VerifierOptions { RequireAuthenticated = true };
            using (TokenVerifier verifier = Sample.Verifier(options))
            using (TokenGenerator generator = Sample.Generator())
            {
                verifier.Verify(identity);
                Check.Refused(
                    38, () => verifier.Verify(generator.IdentityToken("user1", Sample.Hour)));
            }
        }

        public void RefusedTokens()
        {
            TokenVerifier verifier = Sample.Verifier();
            foreach (string bad in new[] { null, "", "04", "\ud800", new string('A', 1 << 20) })
            {
                Check.Refused(20, () => verifier.Verify(bad));
                Check.Refused(20, () => Tokens.Decode(bad, Sample.Secret));
                Check.Refused(20, () => Tokens.Inspect(bad));
            }
            verifier.Dispose();
            Check.Throws<ObjectDisposedException>(() => verifier.Verify(identity));
        }
    }
}
