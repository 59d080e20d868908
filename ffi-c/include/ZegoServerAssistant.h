/* ZegoServerAssistant.h: the upstream generator's interface over token04. A program written for
 * it compiles unchanged and links token04 instead. Unofficial; written from a description of the
 * interface. */

#ifndef TOKEN04_ZEGO_SERVER_ASSISTANT_H
#define TOKEN04_ZEGO_SERVER_ASSISTANT_H

#include <cstddef>
#include <cstdint>
#include <string>

#include "ZegoServerAssistantDefines.h"
#include "token04.h"

namespace ZEGO
{
namespace SERVER_ASSISTANT
{

class ZegoServerAssistant
{
  public:
    /** Mints a CBC token. userID: 1 to 64 bytes of UTF-8 without NUL. secret: the ServerSecret,
     * exactly 32 bytes. effectiveTimeInSeconds: at least 1. payload: UTF-8, empty for an identity
     * token. */
    static ZegoToken04Result GenerateToken04(uint32_t appID, const std::string &userID,
                                             const std::string &secret,
                                             int64_t effectiveTimeInSeconds,
                                             const std::string &payload)
    {
        ZegoToken04Result result;
        std::string &token = result.token;
        token.resize(1024);
        size_t length = 0;
        int32_t status = TOKEN04_OK;
        // A second call with a buffer of the required size if the first one is too small.
        for (int round = 0; round < 2; ++round)
        {
            status =
                token04_generate(appID, userID.data(), userID.size(), secret.data(), secret.size(),
                                 effectiveTimeInSeconds, payload.data(), payload.size(),
                                 token04_now(), &token[0], token.size(), &length);
            if (status != TOKEN04_ERROR_BUFFER_TOO_SMALL) break;
            token.resize(length);
        }
        token.resize(status == TOKEN04_OK ? length : 0);
        result.errorInfo.errorCode = static_cast<ErrorCode>(status);
        result.errorInfo.errorMessage =
            status == TOKEN04_OK ? "success" : token04_error_message(status);
        return result;
    }
};

} // namespace SERVER_ASSISTANT
} // namespace ZEGO

#endif
