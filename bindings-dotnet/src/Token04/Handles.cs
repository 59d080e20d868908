using System;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Owns a pointer of the library. Calls hold a reference while they run, so that a Dispose on
    /// another thread frees it after them; later calls get ObjectDisposedException.
    /// </summary>
    internal abstract class NativeHandle : SafeHandle
    {
        protected NativeHandle()
            : base(IntPtr.Zero, true)
        {
        }

        public override bool IsInvalid
        {
            get { return handle == IntPtr.Zero; }
        }

        internal void Own(IntPtr pointer)
        {
            SetHandle(pointer);
        }
    }

    /// <summary>A token04_generator.</summary>
    internal sealed class GeneratorHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            Native.token04_generator_free(handle);
            return true;
        }
    }

    /// <summary>A token04_verifier.</summary>
    internal sealed class VerifierHandle : NativeHandle
    {
        protected override bool ReleaseHandle()
        {
            Native.token04_verifier_free(handle);
            return true;
        }
    }
}
