using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: InternalsVisibleTo("Token04.Tests")]
[assembly: InternalsVisibleTo("Token04.Bench")]

// On Windows the runtime's own search must not use the working folder or PATH.
[assembly: DefaultDllImportSearchPaths(
    DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
