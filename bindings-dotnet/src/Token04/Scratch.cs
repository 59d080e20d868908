using System;

namespace Token04
{
    /// <summary>
    /// The thread's own bytes for one call: texts on their way in, the answer on its way out. The
    /// library calls nothing back, so no call is ever inside another one on its thread.
    /// </summary>
    internal static class Scratch
    {
        /// <summary>Room for the answer that nearly always suffices; else the library tells more.</summary>
        internal const int Answer = 2048;

        private const int Smallest = 4096;
        private const int LargestKept = 1 << 16;

        [ThreadStatic]
        private static byte[] kept;

        internal static byte[] Rent(int size)
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
