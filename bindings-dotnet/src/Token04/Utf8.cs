using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace Token04
{
    /// <summary>
    /// Converts strings to and from UTF-8 by hand, since the runtimes' encoders replace invalid
    /// characters.
    /// </summary>
    internal static unsafe class Utf8
    {
        /// <summary>Written for null and for a lone surrogate: a byte that UTF-8 never holds.</summary>
        private const byte NoText = 0xff;

        private static readonly bool OnMono = Type.GetType("Mono.Runtime") != null;

        /// <summary>Enough bytes for <see cref="Write"/> with the same limit.</summary>
        internal static int Bound(string text, int limit)
        {
            return Units(text, limit) * 3 + 1;
        }

        /// <summary>
        /// Writes a string and returns its length in bytes. If a string has more characters than
        /// <paramref name="limit"/>, limit + 1 are written: still too long, and the core refuses
        /// it. Null, and a string with a lone surrogate, is written as one byte, which the core
        /// refuses with the field's own error.
        /// </summary>
        internal static int Write(string text, byte* to, int limit)
        {
            if (text == null)
            {
                *to = NoText;
                return 1;
            }
            byte* next = to;
            fixed (char* start = text)
            {
                char* end = start + Units(text, limit);
                for (char* from = start; from < end; from++)
                {
                    uint unit = *from;
                    if (unit < 0x80)
                    {
                        *next++ = (byte)unit;
                    }
                    else if (unit < 0x800)
                    {
                        *next++ = (byte)(0xc0 | unit >> 6);
                        *next++ = (byte)(0x80 | unit & 0x3f);
                    }
                    else if (unit < 0xd800 || unit > 0xdfff)
                    {
                        *next++ = (byte)(0xe0 | unit >> 12);
                        *next++ = (byte)(0x80 | unit >> 6 & 0x3f);
                        *next++ = (byte)(0x80 | unit & 0x3f);
                    }
                    else if (unit < 0xdc00 && from + 1 < end && from[1] >= 0xdc00 && from[1] <= 0xdfff)
                    {
                        from++;
                        uint code = 0x10000 + (unit - 0xd800 << 10) + (*from - 0xdc00u);
                        *next++ = (byte)(0xf0 | code >> 18);
                        *next++ = (byte)(0x80 | code >> 12 & 0x3f);
                        *next++ = (byte)(0x80 | code >> 6 & 0x3f);
                        *next++ = (byte)(0x80 | code & 0x3f);
                    }
                    else
                    {
                        Wipe(to, (int)(next - to));
                        *to = NoText;
                        return 1;
                    }
                }
            }
            return (int)(next - to);
        }

        /// <summary>
        /// The same for a string that a token must match: null and a string with a lone surrogate
        /// are written as the empty string, which no token matches.
        /// </summary>
        internal static int WriteExpected(string text, byte* to, int limit)
        {
            int length = Write(text, to, limit);
            return *to == NoText ? 0 : length;
        }

        /// <summary>Like <see cref="Write"/>, into a new array. Not for secrets.</summary>
        internal static byte[] Bytes(string text, int limit)
        {
            byte[] large = new byte[Bound(text, limit)];
            byte[] bytes;
            fixed (byte* to = large)
            {
                bytes = new byte[Write(text, to, limit)];
            }
            Buffer.BlockCopy(large, 0, bytes, 0, bytes.Length);
            return bytes;
        }

        internal static string Read(byte* from, UIntPtr length)
        {
            return Read(from, (int)length);
        }

        internal static string Read(byte* from, int length)
        {
            return length == 0 ? string.Empty : Encoding.UTF8.GetString(from, length);
        }

        /// <summary>A string that ends with a NUL.</summary>
        internal static string ReadStatic(byte* from)
        {
            int length = 0;
            while (from[length] != 0)
            {
                length++;
            }
            return Read(from, length);
        }

        /// <summary>A token: only ASCII, so that each byte is a character.</summary>
        internal static string ReadAscii(byte* from, UIntPtr length)
        {
            return OnMono ? Widen(from, (int)length) : Encoding.ASCII.GetString(from, (int)length);
        }

        /// <summary>
        /// Copies four bytes at a time into a string that no other code has seen yet: this takes
        /// less than half the time of mono's decoder.
        /// </summary>
        private static string Widen(byte* from, int length)
        {
            string text = new string('\0', length);
            fixed (char* start = text)
            {
                char* to = start;
                byte* end = from + length;
                for (; end - from >= 4; from += 4, to += 4)
                {
                    ulong four = *(uint*)from;
                    four = (four | four << 16) & 0x0000ffff0000ffff;
                    four = (four | four << 8) & 0x00ff00ff00ff00ff;
                    *(uint*)to = (uint)four;
                    *(uint*)(to + 2) = (uint)(four >> 32);
                }
                while (from < end)
                {
                    *to++ = (char)*from++;
                }
            }
            return text;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static void Wipe(byte* from, int length)
        {
            for (int index = 0; index < length; index++)
            {
                from[index] = 0;
            }
        }

        private static int Units(string text, int limit)
        {
            return text == null ? 0 : text.Length > limit ? limit + 1 : text.Length;
        }
    }
}
