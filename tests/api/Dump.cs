// Prints the public types of the assembly that is given.

using System;
using System.Linq;
using System.Reflection;

internal static class Dump
{
    private static void Main(string[] args)
    {
        BindingFlags all =
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        Type[] types = Assembly.LoadFrom(args[0]).GetExportedTypes();
        foreach (Type type in types.OrderBy(one => one.FullName, StringComparer.Ordinal))
        {
            string kind = type.IsEnum ? "enum"
                : type.IsValueType ? "struct"
                : type.IsInterface ? "interface" : "class";
            string sealedness = type.IsAbstract && type.IsSealed ? "static " : type.IsSealed ? "sealed " : "";
            Console.WriteLine("{0}{1} {2} : {3}", sealedness, kind, type.FullName, type.BaseType);
            var lines = type.GetMembers(all).Select(member => Line(type, member)).Where(line => line != null);
            foreach (string line in lines.OrderBy(line => line, StringComparer.Ordinal))
            {
                Console.WriteLine("  " + line);
            }
        }
    }

    private static string Line(Type type, MemberInfo member)
    {
        FieldInfo field = member as FieldInfo;
        if (field != null)
        {
            string value = field.IsLiteral ? " = " + Convert.ToString(field.GetRawConstantValue()) : "";
            return (field.IsStatic ? "static " : "") + field + value;
        }
        MethodBase method = member as MethodBase;
        if (method == null)
        {
            return member is PropertyInfo || member is EventInfo ? member.MemberType + " " + member : null;
        }
        if (method.IsSpecialName && !method.IsConstructor)
        {
            return null;
        }
        MethodInfo returning = method as MethodInfo;
        string parameters = string.Join(", ", method.GetParameters().Select(one =>
            one.ParameterType + " " + one.Name
                + (one.IsOptional ? " = " + (one.RawDefaultValue ?? "null") : "")));
        string result = returning == null ? "" : returning.ReturnType + " ";
        return (method.IsStatic ? "static " : "") + result + method.Name + "(" + parameters + ")";
    }
}
