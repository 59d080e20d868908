using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Token04
{
    /// <summary>
    /// Calls of the library that need no generator or verifier. Separate from <see cref="Tokens"/>,
    /// which loads the library: see <see cref="Native.FoundAbi"/>.
    /// </summary>
    internal static unsafe class Calls
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static string Version()
        {
            return Utf8.ReadStatic(Native.token04_version());
        }

        internal static DecodedToken Decode(string token, string secret)
        {
            // On the stack: the garbage collector cannot leave a copy of it behind.
            byte* secretAt = stackalloc byte[Limits.SecretBound];
            try
            {
                int secretLength = Utf8.Write(secret, secretAt, Limits.Secret);
                DecodeCall call = new DecodeCall(token, secretAt, secretLength);
                Token04Exception.ThrowUnlessOk(Scratch.Call(ref call, Scratch.OutputBytes));
                return call.Result;
            }
            finally
            {
                Utf8.Wipe(secretAt, Limits.SecretBound);
            }
        }

        internal static InspectedToken Inspect(string token)
        {
            InspectCall call = new InspectCall(token);
            Token04Exception.ThrowUnlessOk(Scratch.Call(ref call, Scratch.OutputBytes));
            return new InspectedToken(Json.ReadObject(call.Result));
        }

        internal static string KitToken(
            string token, string roomId, string userId, string userName, long appId)
        {
            KitCall call = new KitCall(token, roomId, userId, userName, appId);
            Token04Exception.ThrowUnlessOk(Scratch.Call(ref call, Scratch.OutputBytes));
            return call.Result;
        }

        internal static IReadOnlyList<Finding> Explain(
            string token, string secret, ExplainInput options)
        {
            // Each property is read once: another thread may change the options meanwhile.
            ExplainInput chosen = options ?? new ExplainInput();
            bool expectsUser = chosen.ExpectsUserId;
            bool expectsRoom = chosen.ExpectsRoomId;
            bool expectsStream = chosen.ExpectsStreamId;
            string userId = expectsUser ? chosen.UserId : null;
            string roomId = expectsRoom ? chosen.RoomId : null;
            string streamId = expectsStream ? chosen.StreamId : null;
            bool? kit = chosen.Kit;
            ExplainCall call = new ExplainCall(
                chosen.AppId ?? Native.AppIdNotNamed,
                kit == null ? Native.KindNotNamed : kit.Value ? Native.KindKit : Native.KindPlain,
                Timestamps.Seconds(chosen.Leeway),
                Timestamps.Now(chosen.Clock));
            int size = Utf8.Bound(token, Limits.Other) + Utf8.Bound(secret, Limits.Other)
                + Utf8.Bound(userId, Limits.Other) + Utf8.Bound(roomId, Limits.Other)
                + Utf8.Bound(streamId, Limits.Other);
            // All of it is wiped: the token may be a secret by mistake.
            using (SecretMemory memory = new SecretMemory(size))
            {
                call.Token = memory.Write(token, Limits.Other);
                call.Secret = secret == null ? -1 : memory.Write(secret, Limits.Other);
                call.User = expectsUser ? memory.WriteExpected(userId, Limits.Other) : -1;
                call.Room = expectsRoom ? memory.WriteExpected(roomId, Limits.Other) : -1;
                call.Stream = expectsStream ? memory.WriteExpected(streamId, Limits.Other) : -1;
                call.Memory = memory.Start;
                Token04Exception.ThrowUnlessOk(Scratch.Call(ref call, 8 * Scratch.OutputBytes));
            }
            List<Finding> findings = new List<Finding>();
            foreach (object one in (IEnumerable<object>)Json.ReadObject(call.Result)["findings"])
            {
                findings.Add(new Finding((IDictionary<string, object>)one));
            }
            return findings;
        }

        /// <summary>The drop-in's call: returns the status, and the token if it is 0.</summary>
        internal static int GenerateToken04(
            long appId, string userId, string secret, long ttl, string payload, long now,
            out string token)
        {
            byte* secretAt = stackalloc byte[Limits.SecretBound];
            try
            {
                int secretLength = Utf8.Write(secret, secretAt, Limits.Secret);
                GenerateCall call =
                    new GenerateCall(appId, userId, secretAt, secretLength, ttl, payload, now);
                int status = Scratch.Call(ref call, Scratch.OutputBytes);
                token = call.Result ?? string.Empty;
                return status;
            }
            finally
            {
                Utf8.Wipe(secretAt, Limits.SecretBound);
            }
        }

        private struct DecodeCall : ICall
        {
            internal DecodedToken Result;
            private readonly string token;
            private readonly byte* secret;
            private readonly int secretLength;

            internal DecodeCall(string token, byte* secret, int secretLength)
            {
                Result = null;
                this.token = token;
                this.secret = secret;
                this.secretLength = secretLength;
            }

            public int InputBytes
            {
                get { return Utf8.Bound(token, Limits.Token); }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* output = start + Utf8.Write(token, start, Limits.Token);
                Native.Decoded decoded;
                int status = Native.token04_decode(
                    start, (UIntPtr)(output - start), secret, (UIntPtr)secretLength, &decoded,
                    output, (UIntPtr)(end - output), needed);
                if (status == Native.Ok)
                {
                    Result = new DecodedToken(&decoded, output);
                }
                return status;
            }
        }

        private struct InspectCall : ICall
        {
            internal string Result;
            private readonly string token;

            internal InspectCall(string token)
            {
                Result = null;
                this.token = token;
            }

            public int InputBytes
            {
                get { return Utf8.Bound(token, Limits.Other); }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* output = start + Utf8.Write(token, start, Limits.Other);
                int status = Native.token04_inspect_json(
                    start, (UIntPtr)(output - start), output, (UIntPtr)(end - output), needed);
                if (status == Native.Ok)
                {
                    Result = Utf8.Read(output, *needed);
                }
                return status;
            }
        }

        private struct KitCall : ICall
        {
            internal string Result;
            private readonly string token;
            private readonly string roomId;
            private readonly string userId;
            private readonly string userName;
            private readonly long appId;

            internal KitCall(string token, string roomId, string userId, string userName, long appId)
            {
                Result = null;
                this.token = token;
                this.roomId = roomId;
                this.userId = userId;
                this.userName = userName;
                this.appId = appId;
            }

            public int InputBytes
            {
                get
                {
                    return Utf8.Bound(token, Limits.Token) + Utf8.Bound(roomId, Limits.RoomId)
                        + Utf8.Bound(userId, Limits.UserId) + Utf8.Bound(userName, Limits.Other);
                }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* room = start + Utf8.Write(token, start, Limits.Token);
                byte* user = room + Utf8.Write(roomId, room, Limits.RoomId);
                byte* name = user + Utf8.Write(userId, user, Limits.UserId);
                byte* output = name + Utf8.Write(userName, name, Limits.Other);
                int status = Native.token04_kit_token(
                    start, (UIntPtr)(room - start), room, (UIntPtr)(user - room),
                    user, (UIntPtr)(name - user), name, (UIntPtr)(output - name), appId,
                    output, (UIntPtr)(end - output), needed);
                if (status == Native.Ok)
                {
                    Result = Utf8.ReadAscii(output, *needed);
                }
                return status;
            }
        }

        /// <summary>
        /// Its strings are one after the other in memory; the length -1 means not given.
        /// </summary>
        private struct ExplainCall : ICall
        {
            internal string Result;
            internal byte* Memory;
            internal int Token;
            internal int Secret;
            internal int User;
            internal int Room;
            internal int Stream;
            private readonly long appId;
            private readonly int kind;
            private readonly long leeway;
            private readonly long now;

            internal ExplainCall(long appId, int kind, long leeway, long now)
                : this()
            {
                this.appId = appId;
                this.kind = kind;
                this.leeway = leeway;
                this.now = now;
            }

            public int InputBytes
            {
                get { return 0; }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* secret = Memory + Token;
                byte* user = secret + Math.Max(0, Secret);
                byte* room = user + Math.Max(0, User);
                byte* stream = room + Math.Max(0, Room);
                int status = Native.token04_explain_json(
                    Memory, (UIntPtr)Token,
                    Secret < 0 ? null : secret, (UIntPtr)Math.Max(0, Secret), appId,
                    User < 0 ? null : user, (UIntPtr)Math.Max(0, User),
                    Room < 0 ? null : room, (UIntPtr)Math.Max(0, Room),
                    Stream < 0 ? null : stream, (UIntPtr)Math.Max(0, Stream),
                    kind, leeway, now, start, (UIntPtr)(end - start), needed);
                if (status == Native.Ok)
                {
                    Result = Utf8.Read(start, *needed);
                }
                return status;
            }
        }

        private struct GenerateCall : ICall
        {
            internal string Result;
            private readonly long appId;
            private readonly string userId;
            private readonly byte* secret;
            private readonly int secretLength;
            private readonly long ttl;
            private readonly string payload;
            private readonly long now;

            internal GenerateCall(
                long appId, string userId, byte* secret, int secretLength, long ttl, string payload,
                long now)
            {
                Result = null;
                this.appId = appId;
                this.userId = userId;
                this.secret = secret;
                this.secretLength = secretLength;
                this.ttl = ttl;
                this.payload = payload;
                this.now = now;
            }

            public int InputBytes
            {
                get { return Utf8.Bound(userId, Limits.UserId) + Utf8.Bound(payload, Limits.Payload); }
            }

            public int Run(byte* start, byte* end, UIntPtr* needed)
            {
                byte* content = start + Utf8.Write(userId, start, Limits.UserId);
                byte* output = content + Utf8.Write(payload, content, Limits.Payload);
                int status = Native.token04_generate(
                    appId, start, (UIntPtr)(content - start), secret, (UIntPtr)secretLength, ttl,
                    content, (UIntPtr)(output - content), now,
                    output, (UIntPtr)(end - output), needed);
                if (status == Native.Ok)
                {
                    Result = Utf8.ReadAscii(output, *needed);
                }
                return status;
            }
        }
    }
}
