using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>
    /// Finds the native library and makes DllImport find it too: with a resolver on .NET Core 3.0
    /// and later, with mono's DllMap, and on .NET Framework by loading it beforehand.
    /// </summary>
    internal static class NativeLoader
    {
        /// <summary>A library to use instead of the one in the package.</summary>
        internal const string PathVariable = "TOKEN04_NATIVE_PATH";

        private static readonly object Gate = new object();
        private static string library;
        private static IntPtr resolved;
        private static MethodInfo open;
        private static bool done;

        internal static void Load(string name)
        {
            lock (Gate)
            {
                if (!done)
                {
                    library = name;
                    Platform platform = Platform.Current();
                    string given = Environment.GetEnvironmentVariable(PathVariable);
                    IList<string> places =
                        string.IsNullOrEmpty(given) ? Places(platform, Root()) : new[] { given };
                    string path = First(places);
                    if (path != null)
                    {
                        Open(platform, path, places);
                    }
                    else if (string.IsNullOrEmpty(given))
                    {
                        OpenByName(platform, places);
                    }
                    else
                    {
                        throw Failure(platform, places, "no such file", null);
                    }
                    done = true;
                }
            }
        }

        /// <summary>
        /// Where the library may be, given the assembly's folder. No other folder is searched:
        /// anybody with write access to it could make this process load any code.
        /// </summary>
        internal static IList<string> Places(Platform platform, string root)
        {
            string packed = Path.Combine("runtimes", platform.Rid, "native", platform.FileName);
            List<string> places = new List<string>
            {
                // The layout of dotnet publish.
                Path.Combine(root, packed),
                // The layout of dotnet publish for one platform.
                Path.Combine(root, platform.FileName),
            };
            // The package itself, when the assembly is used from inside it.
            DirectoryInfo folder = new DirectoryInfo(root);
            DirectoryInfo parent = folder.Parent;
            if (folder.Name == "netstandard2.0" && parent != null && parent.Name == "lib"
                && parent.Parent != null)
            {
                places.Add(Path.Combine(parent.Parent.FullName, packed));
            }
            return places;
        }

        internal static DllNotFoundException Failure(
            Platform platform, IEnumerable<string> places, string reason, Exception cause)
        {
            return new DllNotFoundException(
                "token04's native library for " + platform.Rid + " could not be loaded ("
                    + platform.Description + "): " + reason + ". Looked at: "
                    + string.Join(", ", places) + ". Set " + PathVariable
                    + " to a library that is elsewhere.",
                cause);
        }

        /// <summary>
        /// The assembly's folder. An assembly inside a single-file program has none: then it is the
        /// program's folder.
        /// </summary>
        private static string Root()
        {
            string own = typeof(NativeLoader).Assembly.Location;
            return string.IsNullOrEmpty(own)
                ? AppDomain.CurrentDomain.BaseDirectory
                : Path.GetDirectoryName(Path.GetFullPath(own));
        }

        private static string First(IEnumerable<string> places)
        {
            foreach (string place in places)
            {
                if (File.Exists(place))
                {
                    return Path.GetFullPath(place);
                }
            }
            return null;
        }

        private static void Open(Platform platform, string path, IList<string> places)
        {
            try
            {
                if (OpenByResolver(path))
                {
                    return;
                }
                if (Type.GetType("Mono.Runtime") != null)
                {
                    mono_dllmap_insert(IntPtr.Zero, library, null, path, null);
                    // Makes the first call: mono opens a library when one of its functions is
                    // called.
                    Native.FoundAbi();
                }
                else if (LoadLibraryW(path) == IntPtr.Zero)
                {
                    throw new DllNotFoundException("LoadLibrary: " + Marshal.GetLastWin32Error());
                }
            }
            catch (Exception cause)
            {
                Exception inner =
                    cause is TargetInvocationException ? cause.InnerException : cause;
                throw Failure(platform, places, path + ": " + inner.Message, inner);
            }
        }

        /// <summary>
        /// Where the runtime itself looks: a single-file program unpacks its libraries to a folder
        /// that only the runtime knows.
        /// </summary>
        private static void OpenByName(Platform platform, IList<string> places)
        {
            try
            {
                Native.FoundAbi();
            }
            catch (DllNotFoundException cause)
            {
                throw Failure(platform, places, "no such file, the runtime's search failed", cause);
            }
        }

        /// <summary>Uses reflection: netstandard2.0 has no NativeLibrary.</summary>
        private static bool OpenByResolver(string path)
        {
            Type natives = Type.GetType(
                "System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices");
            Type resolver = Type.GetType(
                "System.Runtime.InteropServices.DllImportResolver, System.Runtime.InteropServices");
            if (natives == null || resolver == null)
            {
                return false;
            }
            open = natives.GetMethod("Load", new[] { typeof(string) });
            resolved = (IntPtr)open.Invoke(null, new object[] { path });
            MethodInfo own = typeof(NativeLoader).GetMethod(
                "Resolve", BindingFlags.Static | BindingFlags.NonPublic);
            natives.GetMethod("SetDllImportResolver").Invoke(
                null,
                new object[]
                {
                    typeof(NativeLoader).Assembly, Delegate.CreateDelegate(resolver, own),
                });
            return true;
        }

        /// <summary>A DllImportResolver; zero lets the runtime search for the name.</summary>
        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
        {
            return name == library ? resolved : IntPtr.Zero;
        }

        [DllImport("__Internal", CharSet = CharSet.Ansi)]
        private static extern void mono_dllmap_insert(
            IntPtr assembly, string dll, string function, string targetDll, string targetFunction);

        [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryW(string path);
    }
}
