using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Token04;
using ZegoServerAssistant;

/// <summary>The conformance driver of .NET: a JSON request per line, a reply per line. No checks.</summary>
internal static class Driver
{
    private const string Ops =
        "version generate identity_token privilege_token issue generate_batch generate_token04 "
        + "kit_token decode verify verify_user verify_login verify_publish inspect explain";

    /// <summary>
    /// Not supported: huge_duration (a TimeSpan ends at 9.2e11 s), wide_now (a DateTimeOffset at
    /// the year 9999), dropin_wide_app_id (a uint).
    /// </summary>
    private const string Can =
        "utf16 null_text wide_app_id wide_ttl fractional_duration negative_leeway frozen_clock "
        + "dropin_utf16 dropin_null_text dropin_wide_ttl";

    private static string language;

    /// <summary>
    /// The arguments: the language's name, and the folder that the package was installed to.
    /// </summary>
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
        // The first use loads the library, which must be the package's as well.
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
            case "verify_user":
            case "verify_login":
            case "verify_publish":
                return Verify(op, given);
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
            Given nested = given.Has("privileges") ? given.Nested("privileges") : null;
            if (op == "privilege_token")
            {
                RoomPrivileges privileges = Privileges(given);
                return Map(
                    "token", generator.PrivilegeToken(given.Text("user_id"), ttl, privileges));
            }
            if (op == "identity_token")
            {
                return Map("token", generator.IdentityToken(given.Text("user_id"), ttl));
            }
            return nested != null
                ? Carrying(op, generator, given, ttl, Privileges(nested))
                : Carrying(op, generator, given, ttl, given.Text("payload"));
        }
    }

    private static object Carrying(
        string op, TokenGenerator generator, Given given, TimeSpan ttl, string payload)
    {
        switch (op)
        {
            case "generate":
                return Map("token", generator.Generate(given.Text("user_id"), ttl, payload));
            case "issue":
                return Issued(generator.Issue(given.Text("user_id"), ttl, payload));
            case "generate_batch":
                return Results(generator.GenerateBatch(given.Texts("user_ids"), ttl, payload));
            default:
                throw new ArgumentException(op);
        }
    }

    private static object Carrying(
        string op, TokenGenerator generator, Given given, TimeSpan ttl, RoomPrivileges privileges)
    {
        switch (op)
        {
            case "generate":
                return Map("token", generator.Generate(given.Text("user_id"), ttl, privileges));
            case "issue":
                return Issued(generator.Issue(given.Text("user_id"), ttl, privileges));
            case "generate_batch":
                return Results(generator.GenerateBatch(given.Texts("user_ids"), ttl, privileges));
            default:
                throw new ArgumentException(op);
        }
    }

    private static object Issued(IssuedToken issued)
    {
        return Map(
            "token", issued.Token, "issued_at", issued.IssuedAt,
            "expires_at", issued.ExpiresAt, "refresh_at", issued.RefreshAt);
    }

    private static object Results(IReadOnlyList<BatchResult> batch)
    {
        List<object> results = new List<object>();
        foreach (BatchResult one in batch)
        {
            results.Add(one.Error == null ? Map("token", one.Token) : Error(one.Error));
        }
        return Map("results", results);
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
            case "login_and_publish":
                return RoomPrivileges.LoginAndPublish(roomId, given.Texts("stream_ids"));
            case "login_and_publish_any":
                return RoomPrivileges.LoginAndPublishAny(roomId);
            case "flags":
                return RoomPrivileges.FromFlags(
                    roomId, given.Flag("login"), given.Flag("publish"), given.Texts("stream_ids"));
            default:
                throw new ArgumentException("shape");
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

    private static object Verify(string op, Given given)
    {
        VerifierOptions options = new VerifierOptions
        {
            PreviousSecrets = given.Texts("previous_secrets"),
            Clock = Clock(given),
        };
        if (given.Has("leeway"))
        {
            options.Leeway = given.Duration("leeway");
        }
        using (TokenVerifier verifier = new TokenVerifier(
            given.Integer("app_id"), given.Text("secret"), options))
        {
            string token = given.Text("token");
            string user = given.Text("user_id");
            string room = given.Text("room_id");
            switch (op)
            {
                case "verify_user":
                    return Decoded(verifier.VerifyUser(token, user));
                case "verify_login":
                    return Decoded(verifier.VerifyLogin(token, user, room));
                case "verify_publish":
                    return Decoded(
                        verifier.VerifyPublish(token, user, room, given.Text("stream_id")));
                default:
                    return Decoded(verifier.Verify(token));
            }
        }
    }

    private static object Explain(Given given)
    {
        ExplainInput options = new ExplainInput
        {
            Clock = Clock(given),
        };
        if (given.Has("expect_user_id"))
        {
            options.UserId = given.Text("expect_user_id");
        }
        if (given.Has("expect_room_id"))
        {
            options.RoomId = given.Text("expect_room_id");
        }
        if (given.Has("expect_stream_id"))
        {
            options.StreamId = given.Text("expect_stream_id");
        }
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
