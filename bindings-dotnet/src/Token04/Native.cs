using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>The C ABI (token04.h), with types that need no marshalling.</summary>
    internal static unsafe class Native
    {
        /// <summary>The ABI this file was written for.</summary>
        internal const uint AbiVersion = 2;

        internal const int Ok = 0;
        internal const int BufferTooSmall = ErrorCodes.BufferTooSmall;
        internal const int AbiMismatch = ErrorCodes.AbiMismatch;
        internal const int KindNotNamed = -1;
        internal const int KindPlain = 0;
        internal const int KindKit = 1;
        internal const long AppIdNotNamed = long.MinValue;

        private const string Library = "token04";

        private static volatile bool ready;

        /// <summary>Loads the library once; must be called before any other call.</summary>
        internal static void EnsureLoaded()
        {
            if (!ready)
            {
                NativeLoader.Load(Library);
                CheckAbi(FoundAbi());
                ready = true;
            }
        }

        /// <summary>
        /// A separate method: mono looks up a function when it compiles the method that calls it,
        /// so no method may both load the library and call it.
        /// </summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static uint FoundAbi()
        {
            return token04_abi_version();
        }

        internal static void CheckAbi(uint found)
        {
            if (found != AbiVersion)
            {
                throw Token04Exception.OfAbi(found);
            }
        }

        [DllImport(Library)]
        internal static extern uint token04_abi_version();

        [DllImport(Library)]
        internal static extern byte* token04_version();

        [DllImport(Library)]
        internal static extern byte* token04_error_name(int status);

        [DllImport(Library)]
        internal static extern byte* token04_error_message(int status);

        [DllImport(Library)]
        internal static extern int token04_environment(
            byte* appId, UIntPtr appIdLength, byte* secret, UIntPtr secretLength,
            byte* previousSecret, UIntPtr previousSecretLength,
            long* appIdOut, int* variable, int* fault);

        [DllImport(Library)]
        internal static extern byte* token04_environment_message(int variable, int fault);

        [DllImport(Library)]
        internal static extern int token04_generate(
            long appId, byte* userId, UIntPtr userIdLength, byte* secret, UIntPtr secretLength,
            long ttl, byte* payload, UIntPtr payloadLength, long now,
            byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_generator_new(
            long appId, byte* secret, UIntPtr secretLength, int mode, IntPtr* generator);

        [DllImport(Library)]
        internal static extern void token04_generator_free(IntPtr generator);

        [DllImport(Library)]
        internal static extern int token04_generator_generate(
            IntPtr generator, byte* userId, UIntPtr userIdLength, long ttl,
            byte* payload, UIntPtr payloadLength, long now,
            byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_generator_issue(
            IntPtr generator, byte* userId, UIntPtr userIdLength, long ttl,
            byte* payload, UIntPtr payloadLength, long now, long* timestamps,
            byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_generator_batch(
            IntPtr generator, byte* userIds, UIntPtr* userIdLengths, UIntPtr count, long ttl,
            byte* payload, UIntPtr payloadLength, long now,
            byte* output, UIntPtr stride, UIntPtr* lengths, int* statuses);

        [DllImport(Library)]
        internal static extern int token04_verifier_new(
            long appId, byte* secret, UIntPtr secretLength,
            byte* previousSecrets, UIntPtr* previousSecretLengths, UIntPtr previousSecretCount,
            long leeway, IntPtr* verifier);

        [DllImport(Library)]
        internal static extern void token04_verifier_free(IntPtr verifier);

        [DllImport(Library)]
        internal static extern int token04_verifier_verify(
            IntPtr verifier, byte* token, UIntPtr tokenLength, long now,
            Decoded* decoded, byte* buffer, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_verifier_verify_user(
            IntPtr verifier, byte* token, UIntPtr tokenLength, byte* userId, UIntPtr userIdLength,
            long now, Decoded* decoded, byte* buffer, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_verifier_verify_login(
            IntPtr verifier, byte* token, UIntPtr tokenLength, byte* userId, UIntPtr userIdLength,
            byte* roomId, UIntPtr roomIdLength, long now,
            Decoded* decoded, byte* buffer, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_verifier_verify_publish(
            IntPtr verifier, byte* token, UIntPtr tokenLength, byte* userId, UIntPtr userIdLength,
            byte* roomId, UIntPtr roomIdLength, byte* streamId, UIntPtr streamIdLength, long now,
            Decoded* decoded, byte* buffer, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_decode(
            byte* token, UIntPtr tokenLength, byte* secret, UIntPtr secretLength,
            Decoded* decoded, byte* buffer, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_privileges_payload(
            byte* roomId, UIntPtr roomIdLength, int login, int publish, int anyStream,
            byte* streamIds, UIntPtr* streamIdLengths, UIntPtr streamCount,
            byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_kit_token(
            byte* token, UIntPtr tokenLength, byte* roomId, UIntPtr roomIdLength,
            byte* userId, UIntPtr userIdLength, byte* userName, UIntPtr userNameLength,
            long appId, byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_inspect_json(
            byte* token, UIntPtr tokenLength, byte* output, UIntPtr capacity, UIntPtr* length);

        [DllImport(Library)]
        internal static extern int token04_explain_json(
            byte* token, UIntPtr tokenLength, byte* secret, UIntPtr secretLength, long appId,
            byte* userId, UIntPtr userIdLength, byte* roomId, UIntPtr roomIdLength,
            byte* streamId, UIntPtr streamIdLength, int kind, long leeway, long now,
            byte* output, UIntPtr capacity, UIntPtr* length);

        /// <summary>Exists only in a test build.</summary>
        [DllImport(Library)]
        internal static extern int token04_test_panic();

        /// <summary>token04_span.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct Span
        {
            internal uint Offset;
            internal uint Length;
        }

        /// <summary>token04_decoded.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct Decoded
        {
            internal long Nonce;
            internal long Ctime;
            internal long Expire;
            internal long EnvelopeExpire;
            internal uint AppId;
            internal int Mode;
            internal int Authenticated;
            internal int PayloadKind;
            internal uint SecretIndex;
            internal int HasPrivileges;
            internal int Login;
            internal int Publish;
            internal int AnyStream;
            internal uint StreamCount;
            internal Span UserId;
            internal Span Payload;
            internal Span RoomId;
            internal Span Streams;
        }
    }
}
