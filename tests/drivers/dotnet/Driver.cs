using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Token04;
using ZegoServerAssistant;

/// <summary>The conformance driver of .NET: one JSON request a line, one answer a line. No checks.</summary>
internal static class Driver
{
    private const string Ops =
        "version generate identity_token privilege_token issue generate_batch generate_token04 "
        + "kit_token decode verify inspect explain";

    /// <summary>
    /// Not: huge_duration (a TimeSpan ends at 9.2e11 s), wide_now (a DateTimeOffset at the year
    /// 9999), dropin_wide_app_id (a uint).
    /// </summary>
    private const string Can =
        "utf16 null_text wide_app_id wide_ttl fractional_duration negative_leeway frozen_clock "
        + "dropin_utf16 dropin_null_text dropin_wide_ttl";

    private static string language;

    /// <summary>The arguments: the language's name, the folder the package was installed to.</summary>
    private static int Main(string[] arguments)
    {
        language = arguments[0];
        string home = Path.GetFullPath(arguments[1]);
        foreach (Type type in new[] { typeof(Tokens), typeof(ServerAssistant) })
        {
            string found = Path.GetFullPath(type.Assembly.Location);
            if (found != Path.Combine(home, "Token04.dll"))
            {
                Console.Error.WriteLine("not the installed package: " + found);
                return 1;
            }
        }
        // The library is loaded by the first use, and must be the package's as well.
        string library = Path.Combine(home, "runtimes/linux-x64/native/libtoken04.so");
        if (Tokens.Version == null || !File.ReadAllText("/proc/self/maps").Contains(" " + library + "\n"))
        {
            Console.Error.WriteLine("not the installed library: " + library);
            return 1;
        }
        UTF8Encoding encoding = new UTF8Encoding(false);
        StreamReader input = new StreamReader(Console.OpenStandardInput(), encoding);
        StreamWriter output = new StreamWriter(Console.OpenStandardOutput(), encoding);
        for (string line = input.ReadLine(); line != null; line = input.ReadLine())
        {
            output.Write(Json.Write(Answer(new Given(line))) + "\n");
            output.Flush();
        }
        return 0;
    }

    private static object Answer(Given given)
    {
        try
        {
            return Called(given.Text("op"), given);
        }
        catch (Token04Exception refused)
        {
            return Error(refused);
        }
    }

    private static object Called(string op, Given given)
    {
        switch (op)
        {
            case "version":
                return Map(
                    "language", language, "version", Tokens.Version, "ops", Ops.Split(' '),
                    "can", Can.Split(' '));
            case "generate_token04":
                return DropIn(given);
            case "kit_token":
                return Map(
                    "token",
                    Tokens.KitToken(
                        given.Text("token"), given.Text("room_id"), given.Text("user_id"),
                        given.Text("user_name"), given.Integer("app_id")));
            case "decode":
                return Decoded(Tokens.Decode(given.Text("token"), given.Text("secret")));
            case "verify":
                return Verify(given);
            case "inspect":
                return Inspected(Tokens.Inspect(given.Text("token")));
            case "explain":
                return Explain(given);
            default:
                return Mint(op, given);
        }
    }

    private static object Mint(string op, Given given)
    {
        TokenMode mode =
            given.Has("mode") && given.Text("mode") == "gcm" ? TokenMode.Gcm : TokenMode.Cbc;
        using (TokenGenerator generator = new TokenGenerator(
            given.Integer("app_id"), given.Text("secret"), mode, Clock(given)))
        {
            TimeSpan ttl = given.Duration("ttl");
            switch (op)
            {
                case "generate":
                    return Map(
                        "token",
                        generator.Generate(given.Text("user_id"), ttl, given.Text("payload")));
                case "identity_token":
                    return Map("token", generator.IdentityToken(given.Text("user_id"), ttl));
                case "privilege_token":
                    return Map(
                        "token",
                        generator.PrivilegeToken(given.Text("user_id"), ttl, Privileges(given)));
                case "issue":
                    IssuedToken issued =
                        generator.Issue(given.Text("user_id"), ttl, given.Text("payload"));
                    return Map(
                        "token", issued.Token, "issued_at", issued.IssuedAt,
                        "expires_at", issued.ExpiresAt, "refresh_at", issued.RefreshAt);
                case "generate_batch":
                    List<object> results = new List<object>();
                    foreach (BatchResult result in generator.GenerateBatch(
                        given.Texts("user_ids"), ttl, given.Text("payload")))
                    {
                        results.Add(
                            result.Error == null
                                ? Map("token", result.Token)
                                : Error(result.Error));
                    }
                    return Map("results", results);
                default:
                    throw new ArgumentException(op);
            }
        }
    }

    private static RoomPrivileges Privileges(Given given)
    {
        string roomId = given.Text("room_id");
        switch (given.Text("shape"))
        {
            case "login_only":
                return RoomPrivileges.LoginOnly(roomId);
            case "publish_only":
                return RoomPrivileges.PublishOnly(roomId, given.Texts("stream_ids"));
            default:
                return given.Has("stream_ids")
                    ? RoomPrivileges.LoginAndPublish(roomId, given.Texts("stream_ids"))
                    : RoomPrivileges.LoginAndPublish(roomId);
        }
    }

    private static object DropIn(Given given)
    {
        ServerAssistant.Clock = Clock(given);
        GenerateTokenResult result = ServerAssistant.GenerateToken04(
            checked((uint)given.Integer("app_id")), given.Text("user_id"), given.Text("secret"),
            given.Integer("ttl"), given.Text("payload"));
        ServerAssistant.Clock = null;
        return result.errorInfo.errorCode == ErrorCode.success
            ? Map("token", result.token)
            : Map(
                "error",
                Map(
                    "code", (int)result.errorInfo.errorCode,
                    "message", result.errorInfo.errorMessage));
    }

    private static object Verify(Given given)
    {
        VerifierOptions options = new VerifierOptions
        {
            PreviousSecrets = given.Texts("previous_secrets"),
            RequireAuthenticated = given.Flag("require_authenticated"),
            Clock = Clock(given),
        };
        if (given.Has("leeway"))
        {
            options.Leeway = given.Duration("leeway");
        }
        using (TokenVerifier verifier = new TokenVerifier(
            given.Integer("app_id"), given.Text("secret"), options))
        {
            return Decoded(verifier.Verify(given.Text("token"), Expected(given, "")));
        }
    }

    private static Expectations Expected(Given given, string prefix)
    {
        Expectations expected = new Expectations();
        if (given.Has(prefix + "user_id"))
        {
            expected.UserId = given.Text(prefix + "user_id");
        }
        if (given.Has(prefix + "room_id"))
        {
            expected.RoomId = given.Text(prefix + "room_id");
        }
        if (given.Has(prefix + "stream_id"))
        {
            expected.StreamId = given.Text(prefix + "stream_id");
        }
        return expected;
    }

    private static object Explain(Given given)
    {
        ExplainOptions options = new ExplainOptions
        {
            Expected = Expected(given, "expect_"),
            Clock = Clock(given),
        };
        if (given.Has("expect_app_id"))
        {
            options.AppId = given.Integer("expect_app_id");
        }
        if (given.Has("expect_kit"))
        {
            options.Kit = given.Flag("expect_kit");
        }
        if (given.Has("leeway"))
        {
            options.Leeway = given.Duration("leeway");
        }
        List<object> findings = new List<object>();
        foreach (Finding one in Tokens.Explain(given.Text("token"), given.Text("secret"), options))
        {
            findings.Add(
                Map(
                    "id", one.Id, "severity", one.Severity.ToString().ToLowerInvariant(),
                    "message", one.Message, "advice", one.Advice, "sdk_codes", one.SdkCodes));
        }
        return Map("findings", findings);
    }

    private static object Inspected(InspectedToken token)
    {
        InspectedKit kit = token.Kit;
        return Map(
            "version", token.Version, "mode", Name(token.Mode), "expire", token.Expire,
            "iv_length", token.IvLength, "ciphertext_length", token.CiphertextLength,
            "kit",
            kit == null
                ? null
                : Map(
                    "user_id", kit.UserId, "room_id", kit.RoomId, "user_name", kit.UserName,
                    "app_id", kit.AppId));
    }

    private static object Decoded(DecodedToken token)
    {
        Claims claims = token.Claims;
        Privileges held = token.Privileges;
        object payload = claims.Payload == null || token.PayloadIsText
            ? (object)claims.Payload
            : new Json.Literal(claims.Payload);
        Dictionary<string, object> fields = Map(
            "mode", Name(token.Mode), "authenticated", token.Authenticated,
            "claims",
            Map(
                "app_id", claims.AppId, "user_id", claims.UserId, "nonce", claims.Nonce,
                "ctime", claims.Ctime, "expire", claims.Expire, "payload", payload),
            "envelope_expire", token.EnvelopeExpire,
            "privileges",
            held == null
                ? null
                : Map(
                    "room_id", held.RoomId, "login", held.Login, "publish", held.Publish,
                    "stream_ids", held.StreamIds),
            "payload_is_text", token.PayloadIsText);
        VerifiedToken verified = token as VerifiedToken;
        if (verified != null)
        {
            fields["secret_index"] = verified.SecretIndex;
        }
        return fields;
    }

    private static Func<DateTimeOffset> Clock(Given given)
    {
        if (!given.Has("now"))
        {
            return null;
        }
        DateTimeOffset frozen = DateTimeOffset.FromUnixTimeSeconds(given.Integer("now"));
        return () => frozen;
    }

    private static string Name(TokenMode mode)
    {
        return mode.ToString().ToLowerInvariant();
    }

    private static object Error(Token04Exception error)
    {
        return Map(
            "error", Map("code", error.Code, "name", error.Name, "message", error.Message));
    }

    private static Dictionary<string, object> Map(params object[] pairs)
    {
        Dictionary<string, object> map = new Dictionary<string, object>();
        for (int index = 0; index < pairs.Length; index += 2)
        {
            map[(string)pairs[index]] = pairs[index + 1];
        }
        return map;
    }
}
