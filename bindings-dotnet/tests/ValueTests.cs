using System;
using System.Collections.Generic;
using System.Reflection;

namespace Token04.Tests
{
    /// <summary>Results compare by value, and JSON serialisers write their documented fields.</summary>
    internal sealed class ValueTests
    {
        public void ClaimsAreEqualByValue()
        {
            using (TokenGenerator generator = Sample.Generator(TokenMode.Gcm))
            {
                string token = generator.Generate("user1", Sample.Hour, "payload");
                DecodedToken first = Tokens.Decode(token, Sample.Secret);
                DecodedToken again = Tokens.Decode(token, Sample.Secret);
                AreEqual(first.Claims, again.Claims);
                AreEqual(first, again);
                string other = generator.Generate("user1", Sample.Hour, "payloae");
                Differ(first.Claims, Tokens.Decode(other, Sample.Secret).Claims);
            }
        }

        public void IssuedTokensAreEqualByValue()
        {
            IssuedToken one = new IssuedToken("04A", 1, 31, 1);
            AreEqual(one, new IssuedToken("04A", 1, 31, 1));
            Differ(one, new IssuedToken("04B", 1, 31, 1));
            Differ(one, new IssuedToken("04A", 2, 31, 1));
            Differ(one, new IssuedToken("04A", 1, 32, 1));
            Differ(one, new IssuedToken("04A", 1, 31, 2));
        }

        public void RoomPrivilegesAreEqualByValue()
        {
            RoomPrivileges one = RoomPrivileges.PublishOnly("room1", new[] { "s1", "s2" });
            AreEqual(one, RoomPrivileges.PublishOnly("room1", new List<string> { "s1", "s2" }));
            Differ(one, RoomPrivileges.PublishOnly("room2", new[] { "s1", "s2" }));
            Differ(one, RoomPrivileges.PublishOnly("room1", new[] { "s2", "s1" }));
            Differ(one, RoomPrivileges.PublishOnly("room1", new[] { "s1s2" }));
            Differ(one, RoomPrivileges.LoginAndPublish("room1", new[] { "s1", "s2" }));
            Differ(one, RoomPrivileges.LoginAndPublishAny("room1"));
            AreEqual(RoomPrivileges.LoginOnly("room1"), RoomPrivileges.LoginOnly("room1"));
        }

        public void ResultsOfToolsAreEqualByValue()
        {
            using (TokenGenerator generator = Sample.Generator())
            {
                RoomPrivileges privileges = RoomPrivileges.PublishOnly("room1", new[] { "s1" });
                string token = generator.PrivilegeToken("user1", Sample.Hour, privileges);
                string kit = Tokens.KitToken(token, "room1", "user1", "Ada", 1);
                AreEqual(Tokens.Inspect(kit), Tokens.Inspect(kit));
                Differ(Tokens.Inspect(kit), Tokens.Inspect(token));
                AreEqual(
                    Tokens.Decode(token, Sample.Secret).Privileges,
                    Tokens.Decode(token, Sample.Secret).Privileges);
                AreEqual(Tokens.Explain("")[0], Tokens.Explain("")[0]);
                IReadOnlyList<BatchResult> results =
                    generator.GenerateBatch(new[] { "", "", "user1" }, Sample.Hour, "");
                AreEqual(results[0], results[1]);
                Differ(results[0], results[2]);
                DecodedToken decoded = Tokens.Decode(token, Sample.Secret);
                DecodedToken verified = Sample.Verifier().Verify(token);
                Differ(decoded, verified);
            }
        }

        /// <summary>
        /// Uses reflection, since this program is compiled without System.Text.Json.
        /// </summary>
        public void JsonHasTheDocumentedFields()
        {
            Type serializer = Type.GetType("System.Text.Json.JsonSerializer, System.Text.Json");
            if (serializer == null)
            {
                Check.That(Type.GetType("Mono.Runtime") != null, "no System.Text.Json");
                return;
            }
            IssuedToken issued = new IssuedToken("04A", 1, 31, 1);
            Check.Same(
                "{\"Token\":\"04A\",\"IssuedAt\":1,\"ExpiresAt\":31,\"RefreshAt\":1}",
                Json(serializer, issued, null));
            Check.Same(
                "{\"token\":\"04A\",\"issuedAt\":1,\"expiresAt\":31,\"refreshAt\":1}",
                Json(serializer, issued, "CamelCase"));
            // Only .NET 8 and later have it.
            string snake = Json(serializer, issued, "SnakeCaseLower");
            Check.That(
                snake == null
                    || snake == "{\"token\":\"04A\",\"issued_at\":1,\"expires_at\":31,\"refresh_at\":1}",
                snake);
            Check.That(snake != null || Environment.Version.Major < 8, "no such policy");
        }

        /// <summary>Null if the runtime has no such naming policy.</summary>
        private static string Json(Type serializer, object value, string policy)
        {
            Assembly assembly = serializer.Assembly;
            Type optionsType = assembly.GetType("System.Text.Json.JsonSerializerOptions");
            object options = Activator.CreateInstance(optionsType);
            if (policy != null)
            {
                PropertyInfo named =
                    assembly.GetType("System.Text.Json.JsonNamingPolicy").GetProperty(policy);
                if (named == null)
                {
                    return null;
                }
                optionsType.GetProperty("PropertyNamingPolicy").SetValue(options, named.GetValue(null));
            }
            MethodInfo serialize = serializer.GetMethod(
                "Serialize", new[] { typeof(object), typeof(Type), optionsType });
            return (string)serialize.Invoke(null, new[] { value, value.GetType(), options });
        }

        private static void AreEqual(object left, object right)
        {
            Check.That(!ReferenceEquals(left, right), "one object");
            Check.That(left.Equals(right) && right.Equals(left), "not equal");
            Check.That((TokenValue)left == (TokenValue)right, "== differs from Equals");
            Check.Same(left.GetHashCode(), right.GetHashCode());
        }

        private static void Differ(object left, object right)
        {
            Check.That(!left.Equals(right) && !right.Equals(left) && !left.Equals(null), "equal");
            Check.That((TokenValue)left != (TokenValue)right, "!= differs from Equals");
        }
    }
}
