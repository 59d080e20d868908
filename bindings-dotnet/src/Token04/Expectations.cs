namespace Token04
{
    /// <summary>
    /// What a token must be for. Only what is set is checked: a property that was set is
    /// <em>named</em>, also when it was set to null or to the empty text, which no token matches.
    /// So a session value that is missing never switches a check off.
    /// </summary>
    public sealed class Expectations
    {
        private string userId;
        private string roomId;
        private string streamId;

        /// <summary>The user the token must be for.</summary>
        public string UserId
        {
            get
            {
                return userId;
            }
            set
            {
                userId = value;
                NamesUserId = true;
            }
        }

        /// <summary>The room that the token must allow to log in to.</summary>
        public string RoomId
        {
            get
            {
                return roomId;
            }
            set
            {
                roomId = value;
                NamesRoomId = true;
            }
        }

        /// <summary>The stream that the token must allow to publish.</summary>
        public string StreamId
        {
            get
            {
                return streamId;
            }
            set
            {
                streamId = value;
                NamesStreamId = true;
            }
        }

        internal bool NamesUserId { get; private set; }

        internal bool NamesRoomId { get; private set; }

        internal bool NamesStreamId { get; private set; }
    }
}
