using System;
using System.Collections;

namespace Token04
{
    /// <summary>
    /// A value: two of them are equal when their types and all their parts are. Printing one shows
    /// only its type.
    /// </summary>
    public abstract class TokenValue : IEquatable<TokenValue>
    {
        private const int Factor = 31;

        internal TokenValue()
        {
        }

        /// <summary>Whether both are the same value, or both null.</summary>
        /// <param name="left">One value.</param>
        /// <param name="right">Another one.</param>
        /// <returns>Whether they are equal.</returns>
        public static bool operator ==(TokenValue left, TokenValue right)
        {
            return object.Equals(left, right);
        }

        /// <summary>Whether they are different values.</summary>
        /// <param name="left">One value.</param>
        /// <param name="right">Another one.</param>
        /// <returns>Whether they are not equal.</returns>
        public static bool operator !=(TokenValue left, TokenValue right)
        {
            return !object.Equals(left, right);
        }

        /// <inheritdoc/>
        public bool Equals(TokenValue other)
        {
            return !object.ReferenceEquals(other, null) && other.GetType() == GetType()
                && Same(Parts(), other.Parts());
        }

        /// <inheritdoc/>
        public override bool Equals(object obj)
        {
            return Equals(obj as TokenValue);
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            return Hash(Parts());
        }

        /// <summary>The parts of the value; a list is compared by its items.</summary>
        internal abstract object[] Parts();

        private static bool Same(object left, object right)
        {
            IList lefts = left as IList;
            IList rights = right as IList;
            if (lefts == null || rights == null)
            {
                return object.Equals(left, right);
            }
            bool same = lefts.Count == rights.Count;
            for (int index = 0; same && index < lefts.Count; index++)
            {
                same = Same(lefts[index], rights[index]);
            }
            return same;
        }

        private static int Hash(object part)
        {
            IList items = part as IList;
            if (items == null)
            {
                return part == null ? 0 : part.GetHashCode();
            }
            int hash = items.Count;
            foreach (object item in items)
            {
                hash = unchecked(hash * Factor + Hash(item));
            }
            return hash;
        }
    }
}
