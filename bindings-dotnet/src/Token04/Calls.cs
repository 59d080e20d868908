using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// The calls behind <see cref="Tokens"/>, apart from it: mono looks for a function when it
    /// compiles what calls it, so that the library must be loaded before that.
    /// </summary>
    internal static class Calls
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static unsafe string Version()
        {
            return Utf8.ReadStatic(Native.token04_version());
        }

        internal static unsafe DecodedToken Decode(string token, string secret)
        {
            byte* secretAt = stackalloc byte[Limits.SecretRoom];
            int answer = Scratch.Answer;
            try
            {
                int secretLength = Utf8.Write(secret, secretAt, Limits.Secret);
                while (true)
                {
                    byte[] buffer = Scratch.Rent(checked(Utf8.Room(token, Limits.Token) + answer));
                    UIntPtr length;
                    Native.Decoded decoded;
                    fixed (byte* start = buffer)
                    {
                        int tokenLength = Utf8.Write(token, start, Limits.Token);
                        byte* next = start + tokenLength;
                        int status = Native.token04_decode(
                            start, (UIntPtr)tokenLength, secretAt, (UIntPtr)secretLength, &decoded,
                            next, (UIntPtr)(buffer.Length - tokenLength), &length);
                        if (status != Native.BufferTooSmall)
                        {
                            Token04Exception.ThrowUnlessOk(status);
                            return new DecodedToken(&decoded, next);
                        }
                    }
                    answer = checked((int)length);
                }
            }
            finally
            {
                Utf8.Wipe(secretAt, Limits.SecretRoom);
            }
        }

        internal static unsafe InspectedToken Inspect(string token)
        {
            int limit = InspectLimit(token);
            string bounded = Utf8.Bounded(token);
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(Utf8.Room(bounded, limit) + answer));
                UIntPtr length;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(bounded, start, limit);
                    byte* output = start + tokenLength;
                    int status = Native.token04_inspect_json(
                        start, (UIntPtr)tokenLength,
                        output, (UIntPtr)(buffer.Length - tokenLength), &length);
                    if (status != Native.BufferTooSmall)
                    {
                        Token04Exception.ThrowUnlessOk(status);
                        return new InspectedToken(Json.ReadObject(Utf8.Read(output, length)));
                    }
                }
                answer = checked((int)length);
            }
        }

        /// <summary>A plain token has a limit; a kit token goes on behind its separator.</summary>
        private static int InspectLimit(string token)
        {
            int searched = token == null ? 0 : Math.Min(token.Length, Limits.Token + 1);
            return searched > Limits.Token && token.IndexOf('#', 0, searched) < 0
                ? Limits.Token
                : Limits.Other;
        }

        internal static unsafe string KitToken(
            string token, string roomId, string userId, string userName, long appId)
        {
            string shown = Utf8.Bounded(userName);
            int texts = Utf8.Room(token, Limits.Token) + Utf8.Room(roomId, Limits.RoomId)
                + Utf8.Room(userId, Limits.UserId) + Utf8.Room(shown, Limits.Other);
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(token, start, Limits.Token);
                    byte* room = start + tokenLength;
                    int roomLength = Utf8.Write(roomId, room, Limits.RoomId);
                    byte* user = room + roomLength;
                    int userLength = Utf8.Write(userId, user, Limits.UserId);
                    byte* name = user + userLength;
                    int nameLength = Utf8.Write(shown, name, Limits.Other);
                    byte* output = name + nameLength;
                    int status = Native.token04_kit_token(
                        start, (UIntPtr)tokenLength, room, (UIntPtr)roomLength,
                        user, (UIntPtr)userLength, name, (UIntPtr)nameLength, appId,
                        output, (UIntPtr)(buffer.Length - (int)(output - start)), &length);
                    if (status != Native.BufferTooSmall)
                    {
                        Token04Exception.ThrowUnlessOk(status);
                        return Utf8.ReadAscii(output, length);
                    }
                }
                answer = checked((int)length);
            }
        }

        internal static unsafe IReadOnlyList<Finding> Explain(
            string token, string secret, ExplainOptions options)
        {
            // Each property is read once: another thread may change the options meanwhile.
            ExplainOptions chosen = options ?? new ExplainOptions();
            Expectations expected = chosen.Expected ?? new Expectations();
            bool user = expected.NamesUserId;
            bool room = expected.NamesRoomId;
            bool stream = expected.NamesStreamId;
            string userId = Utf8.Bounded(user ? expected.UserId : null);
            string roomId = Utf8.Bounded(room ? expected.RoomId : null);
            string streamId = Utf8.Bounded(stream ? expected.StreamId : null);
            long appId = chosen.AppId ?? Native.AppIdNotNamed;
            bool? kit = chosen.Kit;
            long leeway = Moments.Seconds(chosen.Leeway);
            long now = Moments.Now(chosen.Clock);
            string given = Utf8.Bounded(token);
            string key = Utf8.Bounded(secret);
            bool hasSecret = secret != null;
            int kind = kit == null
                ? Native.KindNotNamed
                : kit.Value ? Native.KindKit : Native.KindPlain;
            int size = checked(
                Utf8.Room(given, Limits.Other) + Utf8.Room(key, Limits.Other)
                    + Utf8.Room(userId, Limits.Other) + Utf8.Room(roomId, Limits.Other)
                    + Utf8.Room(streamId, Limits.Other));
            // All of it is wiped: by mistake, the token may be a secret too.
            byte* start = (byte*)Marshal.AllocHGlobal(size);
            try
            {
                int tokenLength = Utf8.Write(given, start, Limits.Other);
                byte* secretAt = start + tokenLength;
                int secretLength = hasSecret ? Utf8.Write(key, secretAt, Limits.Other) : 0;
                byte* userAt = secretAt + secretLength;
                int userLength = user ? Utf8.WriteExpected(userId, userAt, Limits.Other) : 0;
                byte* roomAt = userAt + userLength;
                int roomLength = room ? Utf8.WriteExpected(roomId, roomAt, Limits.Other) : 0;
                byte* streamAt = roomAt + roomLength;
                int streamLength =
                    stream ? Utf8.WriteExpected(streamId, streamAt, Limits.Other) : 0;
                int answer = 8 * Scratch.Answer;
                while (true)
                {
                    byte[] buffer = Scratch.Rent(answer);
                    UIntPtr length;
                    fixed (byte* output = buffer)
                    {
                        int status = Native.token04_explain_json(
                            start, (UIntPtr)tokenLength,
                            hasSecret ? secretAt : null, (UIntPtr)secretLength, appId,
                            user ? userAt : null, (UIntPtr)userLength,
                            room ? roomAt : null, (UIntPtr)roomLength,
                            stream ? streamAt : null, (UIntPtr)streamLength,
                            kind, leeway, now, output, (UIntPtr)buffer.Length, &length);
                        if (status != Native.BufferTooSmall)
                        {
                            Token04Exception.ThrowUnlessOk(status);
                            return Findings(Utf8.Read(output, length));
                        }
                    }
                    answer = checked((int)length);
                }
            }
            finally
            {
                Utf8.Wipe(start, size);
                Marshal.FreeHGlobal((IntPtr)start);
            }
        }

        /// <summary>The drop-in's call: returns the status, and the token where it is 0.</summary>
        internal static unsafe int GenerateToken04(
            long appId, string userId, string secret, long ttl, string payload, long now,
            out string token)
        {
            token = string.Empty;
            byte* secretAt = stackalloc byte[Limits.SecretRoom];
            int texts = Utf8.Room(userId, Limits.UserId) + Utf8.Room(payload, Limits.Payload);
            int answer = Scratch.Answer;
            try
            {
                int secretLength = Utf8.Write(secret, secretAt, Limits.Secret);
                while (true)
                {
                    byte[] buffer = Scratch.Rent(checked(texts + answer));
                    UIntPtr length;
                    int status;
                    fixed (byte* start = buffer)
                    {
                        int userLength = Utf8.Write(userId, start, Limits.UserId);
                        byte* text = start + userLength;
                        int textLength = Utf8.Write(payload, text, Limits.Payload);
                        byte* output = text + textLength;
                        status = Native.token04_generate(
                            appId, start, (UIntPtr)userLength, secretAt, (UIntPtr)secretLength, ttl,
                            text, (UIntPtr)textLength, now,
                            output, (UIntPtr)(buffer.Length - (int)(output - start)), &length);
                        if (status == Native.Ok)
                        {
                            token = Utf8.ReadAscii(output, length);
                        }
                    }
                    if (status != Native.BufferTooSmall)
                    {
                        return status;
                    }
                    answer = checked((int)length);
                }
            }
            finally
            {
                Utf8.Wipe(secretAt, Limits.SecretRoom);
            }
        }

        private static IReadOnlyList<Finding> Findings(string json)
        {
            List<Finding> findings = new List<Finding>();
            foreach (object one in (IEnumerable<object>)Json.ReadObject(json)["findings"])
            {
                findings.Add(new Finding((IDictionary<string, object>)one));
            }
            return findings;
        }
    }
}
