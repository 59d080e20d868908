using System;
using ZegoServerAssistant;

namespace Token04.Tests
{
    internal sealed class DropInTests
    {
        public void ItAnswersAsUpstream()
        {
            GenerateTokenResult result =
                ServerAssistant.GenerateToken04(1, "user1", Sample.Secret, 3600, "payload");
            Check.Same(ErrorCode.success, result.errorInfo.errorCode);
            Check.Same("success", result.errorInfo.errorMessage);
            DecodedToken read = Tokens.Decode(result.token, Sample.Secret);
            Check.Same("payload", read.Claims.Payload);
            Check.Same(TokenMode.Cbc, read.Mode);
        }

        public void ItThrowsNothing()
        {
            Action<ErrorCode, GenerateTokenResult> refused = (code, result) =>
            {
                Check.Same(code, result.errorInfo.errorCode);
                Check.That(result.errorInfo.errorMessage.Length > 0, "no message");
                Check.Same("", result.token);
            };
            refused(ErrorCode.appIDInvalid, ServerAssistant.GenerateToken04(0, null, null, 0, null));
            refused(ErrorCode.userIDInvalid, ServerAssistant.GenerateToken04(1, null, null, 0, null));
            refused(ErrorCode.secretInvalid, ServerAssistant.GenerateToken04(1, "u", null, 0, null));
            refused(
                ErrorCode.effectiveTimeInSecondsInvalid,
                ServerAssistant.GenerateToken04(1, "u", Sample.Secret, 0, null));
            refused(
                ErrorCode.payloadInvalid,
                ServerAssistant.GenerateToken04(1, "u", Sample.Secret, 60, "\ud800"));
            Check.Same(
                ErrorCode.success,
                ServerAssistant.GenerateToken04(1, "u", Sample.Secret, 60, null).errorInfo.errorCode);
        }

        public void ItsClockCanBeFrozen()
        {
            ServerAssistant.Clock = () => Sample.Now;
            string token = ServerAssistant.GenerateToken04(1, "u", Sample.Secret, 60, "").token;
            ServerAssistant.Clock = null;
            Check.Same(Sample.Timestamp, Tokens.Decode(token, Sample.Secret).Claims.Ctime);
            long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            token = ServerAssistant.GenerateToken04(1, "u", Sample.Secret, 60, "").token;
            Check.That(Tokens.Decode(token, Sample.Secret).Claims.Ctime >= now, "still frozen");
        }
    }
}
