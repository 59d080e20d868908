using System;
using System.Collections.Generic;

namespace Token04
{
    /// <summary>The privileges that a token carries, read strictly: only 1 allows.</summary>
    public sealed class Privileges : TokenValue
    {
        internal Privileges(string roomId, bool login, bool publish, string[] streamIds)
        {
            RoomId = roomId;
            Login = login;
            Publish = publish;
            StreamIds = streamIds == null ? null : Array.AsReadOnly(streamIds);
        }

        /// <summary>The room.</summary>
        public string RoomId { get; private set; }

        /// <summary>Whether the user may log in to the room.</summary>
        public bool Login { get; private set; }

        /// <summary>Whether the user may publish.</summary>
        public bool Publish { get; private set; }

        /// <summary>The streams that may be published; null for any.</summary>
        public IReadOnlyList<string> StreamIds { get; private set; }

        internal override object[] Parts()
        {
            return new object[] { RoomId, Login, Publish, StreamIds };
        }
    }
}
