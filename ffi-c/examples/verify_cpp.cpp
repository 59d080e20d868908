// Verifies a token: that it is of this app, has not expired, and is this user's; and, when a room
// is named, that it allows logging in to it.
// Usage: verify_cpp TOKEN USER_ID [ROOM_ID], with ZEGO_APP_ID and ZEGO_SERVER_SECRET (during a
// rotation also ZEGO_PREVIOUS_SERVER_SECRET) in the environment. Ends with 0 or, refused, with 1.

#include <iostream>

#include <token04.hpp>

int main(int argc, char **argv)
{
    if (argc != 3 && argc != 4)
        return std::cerr << "usage: verify_cpp TOKEN USER_ID [ROOM_ID]\n", 2;
    try
    {
        const token04::TokenVerifier verifier = token04::TokenVerifier::from_env();
        token04::Expectations expected;
        expected.user_id(argv[2]);
        if (argc == 4) expected.room_id(argv[3]);
        const token04::VerifiedToken token = verifier.verify(argv[1], expected);
        std::cout << "welcome, " << token.claims.user_id << "; until " << token.claims.expire
                  << '\n';
    }
    catch (const token04::Error &error)
    {
        return std::cerr << error.name() << ": " << error.what() << '\n', 1;
    }
}
