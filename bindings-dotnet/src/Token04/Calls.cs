using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

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
            int texts = checked(Utf8.Room(token) + Utf8.Room(secret));
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                Native.Decoded decoded;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(token, start);
                    byte* secretAt = start + tokenLength;
                    int secretLength = Utf8.Write(secret, secretAt);
                    byte* next = secretAt + secretLength;
                    int status = Native.token04_decode(
                        start, (UIntPtr)tokenLength, secretAt, (UIntPtr)secretLength, &decoded,
                        next, (UIntPtr)(buffer.Length - (int)(next - start)), &length);
                    Utf8.Wipe(secretAt, secretLength);
                    if (status != Native.BufferTooSmall)
                    {
                        Token04Exception.ThrowUnlessOk(status);
                        return new DecodedToken(&decoded, next);
                    }
                }
                answer = checked((int)length);
            }
        }

        internal static unsafe InspectedToken Inspect(string token)
        {
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(Utf8.Room(token) + answer));
                UIntPtr length;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(token, start);
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

        internal static unsafe string KitToken(
            string token, string roomId, string userId, string userName, long appId)
        {
            int texts = checked(
                Utf8.Room(token) + Utf8.Room(roomId) + Utf8.Room(userId) + Utf8.Room(userName));
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(token, start);
                    byte* room = start + tokenLength;
                    int roomLength = Utf8.Write(roomId, room);
                    byte* user = room + roomLength;
                    int userLength = Utf8.Write(userId, user);
                    byte* name = user + userLength;
                    int nameLength = Utf8.Write(userName, name);
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
            ExplainOptions chosen = options ?? new ExplainOptions();
            Expectations expected = chosen.Expected ?? new Expectations();
            bool hasSecret = secret != null;
            bool user = expected.NamesUserId;
            bool room = expected.NamesRoomId;
            bool stream = expected.NamesStreamId;
            long now = Moments.Now(chosen.Clock);
            int kind = chosen.Kit == null
                ? Native.KindNotNamed
                : chosen.Kit.Value ? Native.KindKit : Native.KindPlain;
            int texts = checked(
                Utf8.Room(token) + Utf8.Room(secret) + Utf8.Room(expected.UserId)
                    + Utf8.Room(expected.RoomId) + Utf8.Room(expected.StreamId));
            int answer = 8 * Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                fixed (byte* start = buffer)
                {
                    int tokenLength = Utf8.Write(token, start);
                    byte* secretAt = start + tokenLength;
                    int secretLength = hasSecret ? Utf8.Write(secret, secretAt) : 0;
                    byte* userAt = secretAt + secretLength;
                    int userLength = user ? Utf8.WriteNamed(expected.UserId, userAt) : 0;
                    byte* roomAt = userAt + userLength;
                    int roomLength = room ? Utf8.WriteNamed(expected.RoomId, roomAt) : 0;
                    byte* streamAt = roomAt + roomLength;
                    int streamLength = stream ? Utf8.WriteNamed(expected.StreamId, streamAt) : 0;
                    byte* output = streamAt + streamLength;
                    int status = Native.token04_explain_json(
                        start, (UIntPtr)tokenLength,
                        hasSecret ? secretAt : null, (UIntPtr)secretLength,
                        chosen.AppId ?? Native.AppIdNotNamed,
                        user ? userAt : null, (UIntPtr)userLength,
                        room ? roomAt : null, (UIntPtr)roomLength,
                        stream ? streamAt : null, (UIntPtr)streamLength,
                        kind, Moments.Seconds(chosen.Leeway), now,
                        output, (UIntPtr)(buffer.Length - (int)(output - start)), &length);
                    // A token in its place may be a secret as well: nothing of it stays.
                    Utf8.Wipe(start, (int)(output - start));
                    if (status != Native.BufferTooSmall)
                    {
                        Token04Exception.ThrowUnlessOk(status);
                        return Findings(Utf8.Read(output, length));
                    }
                }
                answer = checked((int)length);
            }
        }

        /// <summary>The drop-in's call: answers the status, and the token where it is 0.</summary>
        internal static unsafe int GenerateToken04(
            long appId, string userId, string secret, long ttl, string payload, long now,
            out string token)
        {
            token = string.Empty;
            int texts = checked(Utf8.Room(userId) + Utf8.Room(secret) + Utf8.Room(payload));
            int answer = Scratch.Answer;
            while (true)
            {
                byte[] buffer = Scratch.Rent(checked(texts + answer));
                UIntPtr length;
                int status;
                fixed (byte* start = buffer)
                {
                    int userLength = Utf8.Write(userId, start);
                    byte* text = start + userLength;
                    int textLength = Utf8.Write(payload, text);
                    byte* secretAt = text + textLength;
                    int secretLength = Utf8.Write(secret, secretAt);
                    byte* output = secretAt + secretLength;
                    status = Native.token04_generate(
                        appId, start, (UIntPtr)userLength, secretAt, (UIntPtr)secretLength, ttl,
                        text, (UIntPtr)textLength, now,
                        output, (UIntPtr)(buffer.Length - (int)(output - start)), &length);
                    Utf8.Wipe(secretAt, secretLength);
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
