using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Many tokens, about a hundred per native call. They use unmanaged memory, so nothing is
    /// pinned and other threads keep running. </summary>
    internal static unsafe class Batch
    {
        /// <summary>Small enough that malloc keeps it for the next part.</summary>
        private const int MemoryBytes = 1 << 16;

        /// <remarks>No other code may hold the array: it is read twice.</remarks>
        internal static IReadOnlyList<BatchResult> Run(
            GeneratorHandle generator, string[] userIds, long ttl, string payload, long now)
        {
            BatchResult[] results = new BatchResult[userIds.Length];
            byte[] content = Utf8.Bytes(payload, Limits.Payload);
            // A row for the longest user id is large. Nearly all tokens fit a smaller one; the
            // others return 92 and are made one by one.
            int stride = Math.Max(512, content.Length * 2 + 512);
            int rows = Math.Max(1, MemoryBytes / stride);
            bool held = false;
            try
            {
                generator.DangerousAddRef(ref held);
                fixed (byte* start = content)
                {
                    int done = 0;
                    do
                    {
                        int count = Math.Min(rows, userIds.Length - done);
                        Part part = new Part(generator, userIds, done, count, stride);
                        part.Run(results, ttl, payload, start, content.Length, now);
                        done += count;
                    }
                    while (done < userIds.Length);
                }
            }
            finally
            {
                if (held)
                {
                    generator.DangerousRelease();
                }
            }
            return Array.AsReadOnly(results);
        }

        private struct Part
        {
            private readonly GeneratorHandle generator;
            private readonly string[] userIds;
            private readonly int first;
            private readonly int count;
            private readonly int stride;

            internal Part(GeneratorHandle generator, string[] userIds, int first, int count, int stride)
            {
                this.generator = generator;
                this.userIds = userIds;
                this.first = first;
                this.count = count;
                this.stride = stride;
            }

            internal void Run(
                BatchResult[] results, long ttl, string payload, byte* content, int contentLength,
                long now)
            {
                int strings = 0;
                for (int row = 0; row < count; row++)
                {
                    strings = checked(strings + Utf8.Bound(userIds[first + row], Limits.UserId));
                }
                int size = checked(
                    count * (stride + 2 * sizeof(UIntPtr) + sizeof(int)) + strings + sizeof(UIntPtr));
                IntPtr memory = Marshal.AllocHGlobal(size);
                try
                {
                    UIntPtr* userLengths = (UIntPtr*)memory;
                    UIntPtr* lengths = userLengths + count;
                    int* statuses = (int*)(lengths + count);
                    byte* users = (byte*)(statuses + count);
                    byte* output = users + strings;
                    byte* next = users;
                    for (int row = 0; row < count; row++)
                    {
                        int length = Utf8.Write(userIds[first + row], next, Limits.UserId);
                        userLengths[row] = (UIntPtr)length;
                        next += length;
                    }
                    Token04Exception.ThrowUnlessOk(Native.token04_generator_batch(
                        generator.DangerousGetHandle(), users, userLengths, (UIntPtr)count, ttl,
                        content, (UIntPtr)contentLength, now,
                        output, (UIntPtr)stride, lengths, statuses));
                    for (int row = 0; row < count; row++)
                    {
                        results[first + row] =
                            statuses[row] == Native.Ok
                            ? new BatchResult(Utf8.ReadAscii(output, lengths[row]), null)
                            : statuses[row] == Native.BufferTooSmall
                            ? Alone(userIds[first + row], ttl, payload, now, lengths[row])
                            : new BatchResult(null, Token04Exception.Of(statuses[row]));
                        output += stride;
                    }
                }
                finally
                {
                    Marshal.FreeHGlobal(memory);
                }
            }

            /// <summary>A token that needs more space than a row has.</summary>
            private BatchResult Alone(
                string userId, long ttl, string payload, long now, UIntPtr needed)
            {
                MintCall call = new MintCall(generator, userId, ttl, payload, now, null);
                generator.Call(ref call, checked((int)needed));
                return new BatchResult(call.Result, null);
            }
        }
    }
}
