using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

/// <summary>The fields of a request as .NET values.</summary>
internal sealed class Given
{
    private readonly IDictionary<string, object> fields;

    internal Given(string line)
    {
        fields = (IDictionary<string, object>)Json.Read(line);
    }

    private Given(IDictionary<string, object> fields)
    {
        this.fields = fields;
    }

    internal Given Nested(string name)
    {
        return new Given((IDictionary<string, object>)Field(name));
    }

    internal bool Has(string name)
    {
        return fields.ContainsKey(name);
    }

    internal string Text(string name)
    {
        return Text(Field(name));
    }

    internal List<string> Texts(string name)
    {
        List<object> items = (List<object>)Field(name);
        return items == null ? null : items.ConvertAll(Text);
    }

    internal bool Flag(string name)
    {
        return Equals(Field(name), true);
    }

    internal long Integer(string name)
    {
        object value = Field(name);
        return long.Parse(
            Inner(value, "$int") ?? ((Json.Literal)value).Text, CultureInfo.InvariantCulture);
    }

    /// <summary>Whole seconds, or a <c>$float</c> with its fraction.</summary>
    internal TimeSpan Duration(string name)
    {
        string fraction = Inner(Field(name), "$float");
        decimal seconds =
            fraction == null ? Integer(name) : decimal.Parse(fraction, CultureInfo.InvariantCulture);
        return TimeSpan.FromTicks(decimal.ToInt64(seconds * TimeSpan.TicksPerSecond));
    }

    private object Field(string name)
    {
        object value;
        return fields.TryGetValue(name, out value) ? value : null;
    }

    private static string Text(object value)
    {
        string units = Inner(value, "$utf16");
        if (units == null)
        {
            return (string)value;
        }
        StringBuilder text = new StringBuilder();
        for (int start = 0; start < units.Length; start += 4)
        {
            text.Append((char)Convert.ToUInt16(units.Substring(start, 4), 16));
        }
        return text.ToString();
    }

    private static string Inner(object value, string kind)
    {
        IDictionary<string, object> members = value as IDictionary<string, object>;
        object inner;
        return members != null && members.TryGetValue(kind, out inner) ? (string)inner : null;
    }
}
