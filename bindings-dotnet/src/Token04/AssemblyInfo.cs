using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Token04.Tests")]
[assembly: InternalsVisibleTo("Token04.Bench")]
