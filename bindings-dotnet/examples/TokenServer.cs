// An HttpListener server: POST /token returns a token for the authenticated user.
using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using Token04;

internal static class TokenServer
{
    /// <summary>The call takes no input: a body is read and ignored.</summary>
    private const int BodyLimitBytes = 1024;

    private static readonly TimeSpan BodyTime = TimeSpan.FromSeconds(3);
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
            // The message names the variable.
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
            while (listener.IsListening)
            {
                HttpListenerContext context = listener.GetContext();
                Task.Run(() => Handle(generator, context));
            }
        }
    }

    /// <summary>No request stops the server, and none waits for another one.</summary>
    private static async Task Handle(TokenGenerator generator, HttpListenerContext context)
    {
        try
        {
            await Answer(generator, context.Request, context.Response);
        }
        catch (Exception error)
        {
            // Often the client has disconnected. The client gets no details, and the log no values.
            Console.Error.WriteLine("request failed: " + error.GetType().Name);
            context.Response.Abort();
        }
    }

    private static async Task Answer(
        TokenGenerator generator, HttpListenerRequest request, HttpListenerResponse response)
    {
        if (request.HttpMethod != "POST" || request.Url.AbsolutePath != "/token")
        {
            await Send(request, response, 404, Error("not_found"));
            return;
        }
        // Authentication comes first.
        string user = Authenticated(request);
        if (user == null)
        {
            await Send(request, response, 401, Error("unauthorized"));
            return;
        }
        try
        {
            IssuedToken issued = generator.Issue(user, Lifetime, "");
            string json = string.Format(
                CultureInfo.InvariantCulture,
                "{{\"token\":\"{0}\",\"expires_at\":{1},\"refresh_at\":{2}}}",
                issued.Token,
                issued.ExpiresAt,
                issued.RefreshAt);
            await Send(request, response, 200, json);
        }
        catch (Token04Exception error) when (error.Code == ErrorCodes.UserIdInvalid)
        {
            // The session's user cannot get a token; the name of the error says why.
            await Send(request, response, 400, Error(error.Name));
        }
    }

    /// <summary>The user of this request, from your own session; never from the body.</summary>
    private static string Authenticated(HttpListenerRequest request)
    {
        // Replace this with your session: here, pairs "value=user" of bearer values and their
        // users.
        string sessions = Environment.GetEnvironmentVariable("DEMO_SESSION") ?? "";
        foreach (string pair in sessions.Split(' '))
        {
            string[] session = pair.Split(new[] { '=' }, 2);
            bool complete = session.Length == 2 && session[0].Length > 0 && session[1].Length > 0;
            if (complete && request.Headers["Authorization"] == "Bearer " + session[0])
            {
                return session[1];
            }
        }
        return null;
    }

    private static async Task Send(
        HttpListenerRequest request, HttpListenerResponse response, int status, string json)
    {
        int refused = await ReadAway(request);
        if (refused != 0)
        {
            // Does not wait for the rest of the body.
            response.KeepAlive = false;
        }
        if (refused != 0 && status == 200)
        {
            status = refused;
            json = Error(refused == 408 ? "request_timeout" : "body_too_large");
        }
        byte[] body = Encoding.UTF8.GetBytes(json);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.AddHeader("Cache-Control", "no-store");
        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body, 0, body.Length);
        response.Close();
    }

    /// <summary>
    /// Reads the body, which must be short and arrive soon. Returns 0, or the status to refuse it
    /// with.
    /// </summary>
    private static async Task<int> ReadAway(HttpListenerRequest request)
    {
        if (!request.HasEntityBody)
        {
            return 0;
        }
        if (request.ContentLength64 > BodyLimitBytes)
        {
            return 413;
        }
        // One byte more: this detects a too long body without a Content-Length.
        byte[] body = new byte[BodyLimitBytes + 1];
        Task late = Task.Delay(BodyTime);
        int length = 0;
        while (length < body.Length)
        {
            Task<int> read = request.InputStream.ReadAsync(body, length, body.Length - length);
            if (await Task.WhenAny(read, late) == late)
            {
                return 408;
            }
            if (read.Result == 0)
            {
                return 0;
            }
            length += read.Result;
        }
        return 413;
    }

    private static string Error(string name)
    {
        return "{\"error\":\"" + name + "\"}";
    }
}
