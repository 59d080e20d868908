using System;

namespace Token04
{
    /// <summary>A call of the library that writes into a buffer.</summary>
    internal unsafe interface ICall
    {
        /// <summary>Bytes that the call's strings take in the buffer.</summary>
        int InputBytes { get; }

        /// <summary>
        /// Writes the strings to the start of the buffer, calls the library with the rest of it as
        /// output, and keeps the result if the status is 0.
        /// </summary>
        int Run(byte* start, byte* end, UIntPtr* needed);
    }

    /// <summary>
    /// A per-thread buffer for one call: its input strings and its output. The library never calls
    /// back, so no call runs inside another one on the same thread. No secret is ever written to
    /// it.
    /// </summary>
    internal static class Scratch
    {
        /// <summary>Enough for nearly all output; otherwise the library reports the size.</summary>
        internal const int OutputBytes = 2048;

        private const int Smallest = 4096;
        private const int LargestKept = 1 << 16;

        [ThreadStatic]
        private static byte[] kept;

        /// <summary>
        /// Makes the call, repeats it if its output needs more space, and returns the status.
        /// </summary>
        internal static unsafe int Call<TCall>(ref TCall call, int outputBytes)
            where TCall : struct, ICall
        {
            while (true)
            {
                byte[] buffer = Rent(checked(call.InputBytes + outputBytes));
                UIntPtr needed = UIntPtr.Zero;
                int status;
                fixed (byte* start = buffer)
                {
                    status = call.Run(start, start + buffer.Length, &needed);
                }
                if (status != Native.BufferTooSmall)
                {
                    return status;
                }
                outputBytes = checked((int)needed);
            }
        }

        private static byte[] Rent(int size)
        {
            byte[] buffer = kept;
            return buffer != null && size <= buffer.Length ? buffer : Grow(size);
        }

        private static byte[] Grow(int size)
        {
            if (size > LargestKept)
            {
                return new byte[size];
            }
            int length = Smallest;
            while (length < size)
            {
                length *= 2;
            }
            byte[] buffer = new byte[length];
            kept = buffer;
            return buffer;
        }
    }
}
