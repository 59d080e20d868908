using System;

namespace Token04
{
    /// <summary>What a token that is passed to <see cref="Tokens.Explain"/> should be.</summary>
    public sealed class ExplainInput
    {
        private string userId;
        private string roomId;
        private string streamId;

        /// <summary>Nothing is expected.</summary>
        public ExplainInput()
        {
            Leeway = TimeSpan.FromSeconds(TokenVerifier.DefaultLeewaySeconds);
        }

        /// <summary>The app that the token should be for; null for any.</summary>
        public long? AppId { get; set; }

        /// <summary>
        /// The user that the token should be for. Once set, it is expected: null and the empty
        /// string then match no token.
        /// </summary>
        public string UserId
        {
            get
            {
                return userId;
            }
            set
            {
                userId = value;
                ExpectsUserId = true;
            }
        }

        /// <summary>The room that the token should allow to log in to; as <see cref="UserId"/>.</summary>
        public string RoomId
        {
            get
            {
                return roomId;
            }
            set
            {
                roomId = value;
                ExpectsRoomId = true;
            }
        }

        /// <summary>The stream that the token should allow to publish; as <see cref="UserId"/>.</summary>
        public string StreamId
        {
            get
            {
                return streamId;
            }
            set
            {
                streamId = value;
                ExpectsStreamId = true;
            }
        }

        /// <summary>Whether a kit token is expected, or a plain one; null for either.</summary>
        public bool? Kit { get; set; }

        /// <summary>How far clocks may differ, in whole seconds; 30 s if not set.</summary>
        public TimeSpan Leeway { get; set; }

        /// <summary>Returns the current time; null for the system's clock.</summary>
        public Func<DateTimeOffset> Clock { get; set; }

        internal bool ExpectsUserId { get; private set; }

        internal bool ExpectsRoomId { get; private set; }

        internal bool ExpectsStreamId { get; private set; }
    }
}
