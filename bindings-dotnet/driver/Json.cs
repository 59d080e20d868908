using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

/// <summary>A JSON reader and writer for the driver: numbers keep their digits.</summary>
internal sealed class Json
{
    /// <summary>A number, or any JSON that is passed on unchanged.</summary>
    internal sealed class Literal
    {
        internal readonly string Text;

        internal Literal(string text)
        {
            Text = text;
        }
    }

    private readonly string text;
    private int at;

    private Json(string text)
    {
        this.text = text;
    }

    internal static object Read(string text)
    {
        return new Json(text).Value();
    }

    internal static string Write(object value)
    {
        StringBuilder to = new StringBuilder();
        Write(value, to);
        return to.ToString();
    }

    private static void Write(object value, StringBuilder to)
    {
        IDictionary<string, object> members = value as IDictionary<string, object>;
        if (value == null)
        {
            to.Append("null");
        }
        else if (value is string)
        {
            WriteText((string)value, to);
        }
        else if (value is Literal)
        {
            to.Append(((Literal)value).Text);
        }
        else if (value is bool)
        {
            to.Append((bool)value ? "true" : "false");
        }
        else if (members != null)
        {
            string before = "{";
            foreach (KeyValuePair<string, object> member in members)
            {
                to.Append(before);
                WriteText(member.Key, to);
                to.Append(':');
                Write(member.Value, to);
                before = ",";
            }
            to.Append(members.Count == 0 ? "{}" : "}");
        }
        else if (value is System.Collections.IEnumerable)
        {
            to.Append('[');
            string before = "";
            foreach (object item in (System.Collections.IEnumerable)value)
            {
                to.Append(before);
                Write(item, to);
                before = ",";
            }
            to.Append(']');
        }
        else
        {
            to.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(string value, StringBuilder to)
    {
        to.Append('"');
        foreach (char unit in value)
        {
            if (unit == '"' || unit == '\\')
            {
                to.Append('\\').Append(unit);
            }
            else if (unit < 0x20 || unit > 0x7e)
            {
                to.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                to.Append(unit);
            }
        }
        to.Append('"');
    }

    private object Value()
    {
        SkipSpace();
        switch (text[at])
        {
            case '{':
                return Members();
            case '[':
                return Items();
            case '"':
                return Text();
            case 't':
                at += 4;
                return true;
            case 'f':
                at += 5;
                return false;
            case 'n':
                at += 4;
                return null;
            default:
                int start = at;
                while (at < text.Length && ",]} ".IndexOf(text[at]) < 0)
                {
                    at++;
                }
                return new Literal(text.Substring(start, at - start));
        }
    }

    private Dictionary<string, object> Members()
    {
        Dictionary<string, object> members = new Dictionary<string, object>();
        for (at++, SkipSpace(); text[at] != '}'; SkipComma())
        {
            string name = Text();
            SkipSpace();
            at++;
            members[name] = Value();
        }
        at++;
        return members;
    }

    private List<object> Items()
    {
        List<object> items = new List<object>();
        for (at++, SkipSpace(); text[at] != ']'; SkipComma())
        {
            items.Add(Value());
        }
        at++;
        return items;
    }

    private void SkipComma()
    {
        SkipSpace();
        if (text[at] == ',')
        {
            at++;
            SkipSpace();
        }
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
    }

    private string Text()
    {
        StringBuilder value = new StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            value.Append(text[at] == '\\' ? Escaped() : text[at]);
        }
        at++;
        return value.ToString();
    }

    private char Escaped()
    {
        at++;
        int simple = "bfnrt".IndexOf(text[at]);
        if (simple >= 0)
        {
            return "\b\f\n\r\t"[simple];
        }
        if (text[at] != 'u')
        {
            return text[at];
        }
        at += 4;
        return (char)int.Parse(
            text.Substring(at - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
