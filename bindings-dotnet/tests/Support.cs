using System;
using System.Collections.Generic;

namespace Token04.Tests
{
    /// <summary>Assertions for the tests.</summary>
    internal static class Check
    {
        internal static void That(bool holds, string what)
        {
            if (!holds)
            {
                throw new InvalidOperationException(what);
            }
        }

        internal static void Same<T>(T wanted, T got)
        {
            That(
                EqualityComparer<T>.Default.Equals(wanted, got),
                "wanted " + wanted + ", got " + got);
        }

        internal static TError Throws<TError>(Action action)
            where TError : Exception
        {
            try
            {
                action();
            }
            catch (TError error)
            {
                return error;
            }
            throw new InvalidOperationException("no " + typeof(TError).Name);
        }

        internal static Token04Exception Refused(int code, Action action)
        {
            Token04Exception error = Throws<Token04Exception>(action);
            Same(code, error.Code);
            return error;
        }
    }

    /// <summary>Values for the tests.</summary>
    internal static class Sample
    {
        internal const long AppId = 1234567890;
        internal const string Secret = "fa94dd0f974cf2e293728a526b028271";
        internal const string Previous = "0123456789abcdef0123456789ABCDEF";
        internal const long Timestamp = 1700000000;
        internal static readonly TimeSpan Hour = TimeSpan.FromHours(1);
        internal static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);

        internal static TokenGenerator Generator(TokenMode mode = TokenMode.Cbc)
        {
            return new TokenGenerator(AppId, Secret, mode, () => Now);
        }

        internal static TokenVerifier Verifier(VerifierOptions options = null)
        {
            VerifierOptions chosen = options ?? new VerifierOptions();
            chosen.Clock = () => Now;
            return new TokenVerifier(AppId, Secret, chosen);
        }
    }
}
