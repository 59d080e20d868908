using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Token04
{
    /// <summary>
    /// Reads only the JSON that the library itself writes: no white space outside strings, integers
    /// of 64 bits.
    /// </summary>
    internal sealed class Json
    {
        private readonly string text;
        private int at;

        private Json(string text)
        {
            this.text = text;
        }

        internal static IDictionary<string, object> ReadObject(string text)
        {
            return (IDictionary<string, object>)new Json(text).Value();
        }

        private object Value()
        {
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
                    return Number();
            }
        }

        private Dictionary<string, object> Members()
        {
            Dictionary<string, object> members = new Dictionary<string, object>();
            at++;
            while (text[at] != '}')
            {
                string name = Text();
                at++;
                members[name] = Value();
                SkipComma();
            }
            at++;
            return members;
        }

        private List<object> Items()
        {
            List<object> items = new List<object>();
            at++;
            while (text[at] != ']')
            {
                items.Add(Value());
                SkipComma();
            }
            at++;
            return items;
        }

        private void SkipComma()
        {
            if (text[at] == ',')
            {
                at++;
            }
        }

        private long Number()
        {
            int start = at;
            while (at < text.Length && (text[at] == '-' || text[at] >= '0' && text[at] <= '9'))
            {
                at++;
            }
            return long.Parse(
                text.Substring(start, at - start),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture);
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
            switch (text[at])
            {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    at += 4;
                    return (char)int.Parse(
                        text.Substring(at - 3, 4),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture);
                default:
                    return text[at];
            }
        }
    }
}
