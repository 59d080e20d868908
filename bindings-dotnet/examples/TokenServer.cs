// An HttpListener server that answers POST /token for the authenticated user.
using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using Token04;

internal static class TokenServer
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static int Main()
    {
        try
        {
            // ZEGO_APP_ID, ZEGO_SERVER_SECRET
            using (TokenGenerator generator = TokenGenerator.FromEnv())
            {
                Serve(generator);
            }
            return 0;
        }
        catch (Token04Exception error)
        {
            // It names the variable.
            Console.Error.WriteLine("cannot start: " + error.Message);
            return 1;
        }
    }

    private static void Serve(TokenGenerator generator)
    {
        string port = Environment.GetEnvironmentVariable("PORT") ?? "3000";
        using (HttpListener listener = new HttpListener())
        {
            listener.Prefixes.Add("http://127.0.0.1:" + port + "/");
            listener.Start();
            Console.WriteLine("listening on " + port);
            while (true)
            {
                HttpListenerContext context = listener.GetContext();
                try
                {
                    Answer(generator, context.Request, context.Response);
                }
                catch (HttpListenerException)
                {
                    // This client left; the next one is served.
                }
                catch (IOException)
                {
                    // The same, on mono.
                }
            }
        }
    }

    private static void Answer(
        TokenGenerator generator, HttpListenerRequest request, HttpListenerResponse response)
    {
        if (request.HttpMethod != "POST" || request.Url.AbsolutePath != "/token")
        {
            Send(response, 404, "{\"error\":\"not_found\"}");
            return;
        }
        string user = Authenticated(request);
        if (user == null)
        {
            Send(response, 401, "{\"error\":\"unauthorized\"}");
            return;
        }
        IssuedToken issued = generator.Issue(user, Lifetime, "");
        response.AddHeader("Cache-Control", "no-store");
        Send(
            response,
            200,
            string.Format(
                CultureInfo.InvariantCulture,
                "{{\"token\":\"{0}\",\"expires_at\":{1},\"refresh_at\":{2}}}",
                issued.Token,
                issued.ExpiresAt,
                issued.RefreshAt));
    }

    /// <summary>The user of this request, from your own session; never from the body.</summary>
    private static string Authenticated(HttpListenerRequest request)
    {
        // A stand-in for a real session: one bearer value and its user, "value=user".
        string[] session =
            (Environment.GetEnvironmentVariable("DEMO_SESSION") ?? "").Split(new[] { '=' }, 2);
        bool known = session.Length == 2 && session[0].Length > 0 && session[1].Length > 0;
        return known && request.Headers["Authorization"] == "Bearer " + session[0]
            ? session[1]
            : null;
    }

    private static void Send(HttpListenerResponse response, int status, string json)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body, 0, body.Length);
        response.Close();
    }
}
