using System.Collections.Generic;

namespace Token04
{
    /// <summary>How severe a <see cref="Finding"/> is.</summary>
    public enum Severity
    {
        /// <summary>Worth knowing; nothing is wrong.</summary>
        Note,

        /// <summary>Works with some of the vendor's servers and SDKs, and may fail with others.</summary>
        Warning,

        /// <summary>The token is refused, or does not allow what was intended.</summary>
        Error,

        /// <summary>A secret was revealed.</summary>
        Critical,
    }

    /// <summary>One thing that <see cref="Tokens.Explain"/> found.</summary>
    public sealed class Finding : TokenValue
    {
        internal Finding(IDictionary<string, object> fields)
        {
            Id = (string)fields["id"];
            Severity = SeverityOf((string)fields["severity"]);
            Message = (string)fields["message"];
            Advice = (string)fields["advice"];
            List<int> codes = new List<int>();
            foreach (object code in (IEnumerable<object>)fields["sdk_codes"])
            {
                codes.Add((int)(long)code);
            }
            SdkCodes = codes.AsReadOnly();
        }

        /// <summary>The stable id, such as <c>secret_is_app_sign</c>.</summary>
        public string Id { get; private set; }

        /// <summary>How severe it is.</summary>
        public Severity Severity { get; private set; }

        /// <summary>What was found.</summary>
        public string Message { get; private set; }

        /// <summary>What to do.</summary>
        public string Advice { get; private set; }

        /// <summary>The error codes with which the vendor's SDKs report it.</summary>
        public IReadOnlyList<int> SdkCodes { get; private set; }

        private static Severity SeverityOf(string name)
        {
            switch (name)
            {
                case "note":
                    return Severity.Note;
                case "warning":
                    return Severity.Warning;
                case "critical":
                    return Severity.Critical;
                default:
                    return Severity.Error;
            }
        }

        internal override object[] Parts()
        {
            return new object[] { Id, Severity, Message, Advice, SdkCodes };
        }
    }
}
