// A program written for the vendor's published C++ generator, unchanged: it is only compiled and
// linked with token04 instead.
// Usage: upstream APP_ID USER_ID, with the secret in ZEGO_SERVER_SECRET.

#include <cstdlib>
#include <iostream>

#include "ZegoServerAssistant.h"

using namespace ZEGO::SERVER_ASSISTANT;

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    const uint32_t appID = static_cast<uint32_t>(std::strtoul(argv[1], nullptr, 10));
    const std::string userID = argv[2];
    const char *serverSecret = std::getenv("ZEGO_SERVER_SECRET");
    const std::string secret = serverSecret ? serverSecret : "";
    const int64_t effectiveTimeInSeconds = 3600;
    const std::string payload = "";

    ZegoToken04Result tokenResult = ZegoServerAssistant::GenerateToken04(
        appID, userID, secret, effectiveTimeInSeconds, payload);
    if (tokenResult.errorInfo.errorCode != ErrorCode::success)
    {
        std::cerr << tokenResult.errorInfo.errorMessage << std::endl;
        return 1;
    }
    std::cout << tokenResult.token << std::endl;
    return 0;
}
