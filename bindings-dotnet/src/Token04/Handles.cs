using System;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Owns a pointer of the library. Calls hold a reference while they run: a Dispose on another
    /// thread frees the pointer when they have finished, and later calls throw
    /// ObjectDisposedException.
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

        /// <summary>
        /// Makes a call while holding the pointer, and throws if the library refuses the input.
        /// </summary>
        internal void Call<TCall>(ref TCall call, int outputBytes)
            where TCall : struct, ICall
        {
            bool held = false;
            int status;
            try
            {
                DangerousAddRef(ref held);
                status = Scratch.Call(ref call, outputBytes);
            }
            finally
            {
                if (held)
                {
                    DangerousRelease();
                }
            }
            Token04Exception.ThrowUnlessOk(status);
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
