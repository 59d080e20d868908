// Verifies a token: that it was made by this library with this app's secret, has not expired, and
// is this user's; and, when a room is given, that it allows logging in to it. Usage: verify_cpp
// TOKEN USER_ID [ROOM_ID], with ZEGO_APP_ID and ZEGO_SERVER_SECRET (during a rotation also
// ZEGO_PREVIOUS_SERVER_SECRET) in the environment. The exit code is 0, or 1 when the token is
// refused.

#include <iostream>

#include <token04.hpp>

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4)
        return std::cerr << "usage: verify_cpp TOKEN USER_ID [ROOM_ID]\n", 2;
    try
    {
        const token04::TokenVerifier verifier = token04::TokenVerifier::from_env();
        const token04::VerifiedToken token = argc == 4
                                                 ? verifier.verify_login(argv[1], argv[2], argv[3])
                                                 : verifier.verify_user(argv[1], argv[2]);
        std::cout << "welcome, " << token.claims.user_id << "; until " << token.claims.expire
                  << '\n';
    }
    catch (const token04::Error &error)
    {
        return std::cerr << error.name() << ": " << error.what() << '\n', 1;
    }
}
