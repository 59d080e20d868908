using System;
using System.Linq;

namespace Token04.Tests
{
    internal sealed class VerifierTests
    {
        private readonly string identity;
        private readonly string publisher;
        private readonly string loginOnly;
        private readonly string publishOnly;

        public VerifierTests()
        {
            string[] streams = { "s1" };
            using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
            {
                identity = generator.IdentityToken("user1", Sample.Hour);
                publisher = generator.PrivilegeToken(
                    "user1", Sample.Hour, RoomPrivileges.LoginAndPublishAny("room1"));
                loginOnly = generator.PrivilegeToken(
                    "user1", Sample.Hour, RoomPrivileges.LoginOnly("room1"));
                publishOnly = generator.PrivilegeToken(
                    "user1", Sample.Hour, RoomPrivileges.PublishOnly("room1", streams));
            }
        }

        public void EachCallChecksItsArguments()
        {
            using (TokenVerifier verifier = Sample.Verifier())
            {
                VerifiedToken read = verifier.Verify(publisher);
                Check.Same(0, read.SecretIndex);
                Check.Same("room1", read.Privileges.RoomId);
                Check.That(read.Privileges.StreamIds == null && read.Authenticated, "what it says");
                Check.Same(read, verifier.VerifyUser(publisher, "user1"));
                Check.Same(read, verifier.VerifyLogin(publisher, "user1", "room1"));
                Check.Same(read, verifier.VerifyPublish(publisher, "user1", "room1", "any"));
                verifier.VerifyPublish(publishOnly, "user1", "room1", "s1");
                Check.Refused(31, () => verifier.VerifyUser(publisher, "user2"));
                Check.Refused(31, () => verifier.VerifyLogin(identity, "user2", "room1"));
                Check.Refused(37, () => verifier.VerifyLogin(identity, "user1", "room1"));
                Check.Refused(35, () => verifier.VerifyLogin(publisher, "user1", "room2"));
                Check.Refused(35, () => verifier.VerifyLogin(publishOnly, "user1", "room1"));
                Check.Refused(37, () => verifier.VerifyPublish(identity, "user1", "room1", "s1"));
                Check.Refused(35, () => verifier.VerifyPublish(publishOnly, "user1", "r", "s1"));
                Check.Refused(36, () => verifier.VerifyPublish(publishOnly, "user1", "room1", "s"));
                Check.Refused(36, () => verifier.VerifyPublish(loginOnly, "user1", "room1", "s1"));
            }
        }

        public void WhatIsAbsentNeverMatches()
        {
            using (TokenVerifier verifier = Sample.Verifier())
            {
                string[] all = { null, "", "\ud800", "user1\udc00", new string('u', 1 << 20) };
                foreach (string absent in all)
                {
                    Check.Refused(31, () => verifier.VerifyUser(publisher, absent));
                    Check.Refused(31, () => verifier.VerifyLogin(publisher, absent, "room1"));
                    Check.Refused(35, () => verifier.VerifyLogin(publisher, "user1", absent));
                    Check.Refused(
                        31, () => verifier.VerifyPublish(publisher, absent, "room1", "s1"));
                    Check.Refused(
                        35, () => verifier.VerifyPublish(publisher, "user1", absent, "s1"));
                    Check.Refused(
                        36, () => verifier.VerifyPublish(publisher, "user1", "room1", absent));
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

        public void TheTimeIsTheClocks()
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

        public void OnlyOurTokensAreAccepted()
        {
            VerifierOptions options = new VerifierOptions { Clock = () => Sample.Now };
            using (TokenVerifier other = new TokenVerifier(Sample.AppId, Sample.Previous, options))
            using (TokenVerifier verifier = Sample.Verifier())
            using (TokenGenerator generator = Sample.Generator())
            {
                string cbc = generator.IdentityToken("user1", Sample.Hour);
                foreach (string token in new[] { cbc, identity })
                {
                    Check.That(verifier.Verify(token).Authenticated, "not authenticated");
                    Check.Refused(38, () => other.Verify(token));
                    // Flips a bit of the IV, of the ciphertext, and of the end: all are
                    // authenticated.
                    byte[] bytes = Convert.FromBase64String(token.Substring(2));
                    foreach (int at in new[] { 12, 40, bytes.Length - 2 })
                    {
                        byte[] changed = bytes.ToArray();
                        changed[at] ^= 1;
                        Check.Refused(
                            38, () => verifier.Verify("04" + Convert.ToBase64String(changed)));
                    }
                }
            }
        }

        public void RefusedTokens()
        {
            TokenVerifier verifier = Sample.Verifier();
            foreach (string bad in new[] { null, "", "04", "\ud800", new string('A', 1 << 20) })
            {
                Check.Refused(20, () => verifier.Verify(bad));
                Check.Refused(20, () => verifier.VerifyPublish(bad, null, null, null));
                Check.Refused(20, () => Tokens.Decode(bad, Sample.Secret));
                Check.Refused(20, () => Tokens.Inspect(bad));
            }
            verifier.Dispose();
            Check.Throws<ObjectDisposedException>(() => verifier.Verify(identity));
            Check.Throws<ObjectDisposedException>(() => verifier.VerifyUser(identity, "user1"));
        }
    }
}
