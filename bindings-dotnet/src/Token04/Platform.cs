using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Token04
{
    /// <summary>Names of operating systems, processors and their files.</summary>
    internal sealed class Platform
    {
        internal Platform(string system, string architecture)
        {
            System = system;
            Architecture = architecture;
        }

        /// <summary>linux, linux-musl, osx, win, or another name.</summary>
        internal string System { get; private set; }

        /// <summary>x64, arm64, x86, arm.</summary>
        internal string Architecture { get; private set; }

        /// <summary>The folder's name in <c>runtimes/</c>.</summary>
        internal string Rid
        {
            get { return System + "-" + Architecture; }
        }

        internal string FileName
        {
            get
            {
                switch (System)
                {
                    case "win":
                        return "token04.dll";
                    case "osx":
                        return "libtoken04.dylib";
                    default:
                        return "libtoken04.so";
                }
            }
        }

        /// <summary>For messages: os, processor, libc.</summary>
        internal string Description
        {
            get
            {
                string libc = System == "linux" ? " (glibc)" : System == "linux-musl" ? " (musl)" : "";
                return RuntimeInformation.OSDescription.Trim() + ", " + Architecture + libc;
            }
        }

        internal static Platform Current()
        {
            return new Platform(
                SystemName(), RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        }

        private static string SystemName()
        {
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            {
                return "win";
            }
            if (RuntimeInformation.IsOSPlatform(OSPlatform.OSX))
            {
                return "osx";
            }
            return RunsOnMusl() ? "linux-musl" : "linux";
        }

        private static bool RunsOnMusl()
        {
            try
            {
                return File.ReadAllText("/proc/self/maps").Contains("/ld-musl-");
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
