using System;

namespace Token04
{
    /// <summary>
    /// Makes one token with a prepared key; its timestamps too, if there is an array for them.
    /// </summary>
    internal unsafe struct MintCall : ICall
    {
        internal string Result;
        private readonly GeneratorHandle generator;
        private readonly string userId;
        private readonly long ttl;
        private readonly string payload;
        private readonly long now;
        private readonly long[] timestamps;

        internal MintCall(
            GeneratorHandle generator, string userId, long ttl, string payload, long now,
            long[] timestamps)
        {
            Result = null;
            this.generator = generator;
            this.userId = userId;
            this.ttl = ttl;
            this.payload = payload;
            this.now = now;
            this.timestamps = timestamps;
        }

        public int InputBytes
        {
            get { return Utf8.Bound(userId, Limits.UserId) + Utf8.Bound(payload, Limits.Payload); }
        }

        public int Run(byte* start, byte* end, UIntPtr* needed)
        {
            IntPtr pointer = generator.DangerousGetHandle();
            byte* content = start + Utf8.Write(userId, start, Limits.UserId);
            byte* output = content + Utf8.Write(payload, content, Limits.Payload);
            int status;
            if (timestamps == null)
            {
                status = Native.token04_generator_generate(
                    pointer, start, (UIntPtr)(content - start), ttl,
                    content, (UIntPtr)(output - content), now,
                    output, (UIntPtr)(end - output), needed);
            }
            else
            {
                fixed (long* written = timestamps)
                {
                    status = Native.token04_generator_issue(
                        pointer, start, (UIntPtr)(content - start), ttl,
                        content, (UIntPtr)(output - content), now, written,
                        output, (UIntPtr)(end - output), needed);
                }
            }
            if (status == Native.Ok)
            {
                Result = Utf8.ReadAscii(output, *needed);
            }
            return status;
        }
    }
}
