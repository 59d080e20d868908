// Calls everything in the headers that takes a secret; run by tests/freed/run.sh, which searches
// all freed memory for the secret.

#include <ZegoServerAssistant.h>
#include <token04.hpp>

#include "check.h"

using namespace token04;

// The secret, or another one of the same length. The program never frees its own copies.
static const std::string &secret_of(bool other)
{
    const char *hex = std::getenv("TOKEN04_FREED_SECRET_HEX");
    static std::string secrets[2];
    std::string &secret = *new std::string(32, '0');
    if (hex == nullptr || std::strlen(hex) != 64) return std::abort(), secrets[0];
    for (size_t i = 0; i < 32; ++i)
    {
        unsigned byte = 0;
        if (std::sscanf(hex + 2 * i, "%2x", &byte) != 1) std::abort();
        secret[i] = static_cast<char>(byte);
    }
    if (other) secret[31] = secret[31] == '0' ? '1' : '0';
    return secret;
}

int main()
{
    const std::string &secret = secret_of(false), &other = secret_of(true);
    const Seconds hour(3600);
    TokenGenerator generator;
    CHECK(TokenGenerator::try_create(APP, secret, Mode::cbc, generator) == 0, "generator");
    std::string token, json;
    CHECK(generator.try_generate("user1", hour, "", NOW, token) == 0, "token");
    DecodedToken decoded;
    CHECK(try_decode(token, secret, decoded) == 0, "decode");

    // As the current secret and among the previous ones: first, last, alone, and in a list that
    // is refused.
    VerifierOptions &options = *new VerifierOptions;
    for (size_t count = 0; count < 6; ++count)
    {
        TokenVerifier verifier;
        CHECK(TokenVerifier::try_create(APP, other, options, verifier) == 0, "verifier");
        CHECK(TokenVerifier::try_create(APP, secret, options, verifier) == 0, "verifier");
        options.previous_secrets.reserve(9);
        options.previous_secrets.push_back(count % 2 ? other : secret);
    }
    TokenVerifier verifier;
    CHECK(TokenVerifier::try_create(0, secret, options, verifier) == 1, "app id");
    options.previous_secrets.push_back("short");
    CHECK(TokenVerifier::try_create(APP, secret, options, verifier) == 5, "a short secret");

    ExplainInput input;
    input.secret.set(secret);
    ExplainInput copy = input;
    CHECK(try_explain_json(token, copy, NOW, json) == 0, "explain");
    copy.secret.set(other);
    copy.secret.set(secret);
    copy = input;
    copy = ExplainInput();
    input.secret.set("");
    std::vector<ExplainInput> several(3);
    for (ExplainInput &each : several) each.secret.set(secret);
    several.resize(9);

    CHECK(ZEGO::SERVER_ASSISTANT::ZegoServerAssistant::GenerateToken04(APP, "user1", secret, 60, "")
                  .errorInfo.errorCode == 0,
          "drop-in");
    return finish("no freed memory holds a secret");
}
