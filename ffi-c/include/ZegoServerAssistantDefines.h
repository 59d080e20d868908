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
    // begin: errors
    success = 0,
    appIDInvalid = 1,
    userIDInvalid = 3,
    secretInvalid = 5,
    effectiveTimeInSecondsInvalid = 6,
    /**
     * Payload must be a UTF-8 string, short enough that the token's claims take at most 65519 bytes
     * of JSON.
     */
    payloadInvalid = 7,
    /**
     * The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it given in
     * milliseconds?).
     */
    nowInvalid = 13,
    /** Internal error in token04: please report it. */
    internalError = 90,
    /** No cryptographic randomness is available. */
    randomUnavailable = 94
    // end: errors
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
