using System;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Memory for secrets, wiped and freed by <see cref="Dispose"/>. It is unmanaged: an array that
    /// the garbage collector moves leaves a copy behind.
    /// </summary>
    internal sealed unsafe class SecretMemory : IDisposable
    {
        private readonly int size;
        private byte* next;

        internal SecretMemory(int size)
        {
            this.size = size;
            Start = (byte*)Marshal.AllocHGlobal(size);
            next = Start;
        }

        internal byte* Start { get; private set; }

        /// <summary>Writes a string after the previous one, and returns its length.</summary>
        internal int Write(string text, int limit)
        {
            int length = Utf8.Write(text, next, limit);
            next += length;
            return length;
        }

        /// <summary>Like <see cref="Utf8.WriteExpected"/>, after the previous one.</summary>
        internal int WriteExpected(string text, int limit)
        {
            int length = Utf8.WriteExpected(text, next, limit);
            next += length;
            return length;
        }

        /// <summary>Wipes and frees the memory.</summary>
        public void Dispose()
        {
            Utf8.Wipe(Start, size);
            Marshal.FreeHGlobal((IntPtr)Start);
            Start = null;
        }
    }
}
