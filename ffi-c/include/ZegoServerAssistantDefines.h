/* ZegoServerAssistantDefines.h: types of the drop-in ZegoServerAssistant.h. Part of token04,
 * unofficial; written from a description of the interface. */

#ifndef TOKEN04_ZEGO_SERVER_ASSISTANT_DEFINES_H
#define TOKEN04_ZEGO_SERVER_ASSISTANT_DEFINES_H

#include <string>

namespace ZEGO
{
namespace SERVER_ASSISTANT
{

/** What went wrong. The last four are additions to the upstream enumeration. */
enum ErrorCode
{
    success = 0,
    appIDInvalid = 1,
    userIDInvalid = 3,
    secretInvalid = 5,
    effectiveTimeInSecondsInvalid = 6,
    payloadInvalid = 7,    /**< Not UTF-8, or too long for a token. */
    nowInvalid = 13,       /**< The system's clock is before 1970 or after the year 9999. */
    internalError = 90,    /**< Please report it. */
    randomUnavailable = 94 /**< The system provides no randomness. */
};

/** Keys of the privileges in a payload. */
enum kPrivilege
{
    kPrivilegeLogin = 1,
    kPrivilegePublish = 2
};

struct ErrorInfo
{
    ErrorCode errorCode;
    std::string errorMessage;
};

struct ZegoToken04Result
{
    std::string token; /**< Empty on any error. */
    ErrorInfo errorInfo;
};

} // namespace SERVER_ASSISTANT
} // namespace ZEGO

#endif
