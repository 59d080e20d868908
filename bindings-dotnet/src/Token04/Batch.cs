using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Many tokens, about a hundred per native call. Their memory is not the garbage collector's:
    /// nothing is pinned, and other threads run on.
    /// </summary>
    internal static unsafe class Batch
    {
        /// <summary>Small enough that malloc keeps it for the next part.</summary>
        private const int MemoryBytes = 1 << 16;

        /// <remarks>No other code may hold the array: it is read twice.</remarks>
        internal static IReadOnlyList<BatchResult> Run(
            IntPtr generator, string[] userIds, long ttl, string payload, long now)
        {
            int count = userIds.Length;
            BatchResult[] results = new BatchResult[count];
            byte[] text = Utf8.Bytes(payload, Limits.Payload);
            // A row for the longest user id is large. Nearly all tokens fit a smaller one; the
            // others come back as 92 and are made one by one.
            int stride = Math.Max(512, text.Length * 2 + 512);
            int rows = Math.Max(1, MemoryBytes / stride);
            fixed (byte* start = text)
            {
                int done = 0;
                do
                {
                    int these = Math.Min(rows, count - done);
                    Part part = new Part(generator, userIds, done, these);
                    part.Run(results, ttl, start, text.Length, now, stride);
                    done += these;
                }
                while (done < count);
            }
            return results;
        }

        private sealed class Part
        {
            private readonly IntPtr generator;
            private readonly string[] userIds;
            private readonly int first;
            private readonly int count;

            internal Part(IntPtr generator, string[] userIds, int first, int count)
            {
                this.generator = generator;
                this.userIds = userIds;
                this.first = first;
                this.count = count;
            }

            internal void Run(
                BatchResult[] results, long ttl, byte* payload, int payloadLength, long now, int stride)
            {
                int texts = 0;
                for (int row = 0; row < count; row++)
                {
                    texts = checked(texts + Utf8.Room(userIds[first + row], Limits.UserId));
                }
                int size = checked(
                    count * (stride + 2 * sizeof(UIntPtr) + sizeof(int)) + texts + sizeof(UIntPtr));
                IntPtr memory = Marshal.AllocHGlobal(size);
                try
                {
                    UIntPtr* userLengths = (UIntPtr*)memory;
                    UIntPtr* lengths = userLengths + count;
                    int* statuses = (int*)(lengths + count);
                    byte* users = (byte*)(statuses + count);
                    byte* output = users + texts;
                    byte* next = users;
                    for (int row = 0; row < count; row++)
                    {
                        int length = Utf8.Write(userIds[first + row], next, Limits.UserId);
                        userLengths[row] = (UIntPtr)length;
                        next += length;
                    }
                    Token04Exception.ThrowUnlessOk(Native.token04_generator_batch(
                        generator, users, userLengths, (UIntPtr)count, ttl,
                        payload, (UIntPtr)payloadLength, now,
                        output, (UIntPtr)stride, lengths, statuses));
                    byte* user = users;
                    for (int row = 0; row < count; row++)
                    {
                        byte* token = output + (long)row * stride;
                        results[first + row] =
                            statuses[row] == Native.Ok
                            ? new BatchResult(Utf8.ReadAscii(token, lengths[row]), null)
                            : statuses[row] == Native.BufferTooSmall
                            ? Alone(user, userLengths[row], ttl, payload, payloadLength, now, lengths[row])
                            : new BatchResult(null, Token04Exception.Of(statuses[row]));
                        user += (int)userLengths[row];
                    }
                }
                finally
                {
                    Marshal.FreeHGlobal(memory);
                }
            }

            /// <summary>A row that did not fit, with the room that the library asked for.</summary>
            private BatchResult Alone(
                byte* user, UIntPtr userLength, long ttl, byte* payload, int payloadLength,
                long now, UIntPtr needed)
            {
                byte[] buffer = new byte[(int)needed];
                UIntPtr length;
                fixed (byte* output = buffer)
                {
                    Token04Exception.ThrowUnlessOk(Native.token04_generator_generate(
                        generator, user, userLength, ttl, payload, (UIntPtr)payloadLength, now,
                        output, needed, &length));
                    return new BatchResult(Utf8.ReadAscii(output, length), null);
                }
            }
        }
    }
}
