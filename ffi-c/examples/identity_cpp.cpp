// Prints a token that says who the user is, valid for an hour.
// Usage: identity_cpp USER_ID, with ZEGO_APP_ID and ZEGO_SERVER_SECRET in the environment.

#include <iostream>

#include <token04.hpp>

int main(int argc, char **argv)
{
    if (argc != 2) return std::cerr << "usage: identity_cpp USER_ID\n", 2;
    try
    {
        // Once, at the start of your server: it prepares the key. Any thread may use it.
        const token04::TokenGenerator generator = token04::TokenGenerator::from_env();
        std::cout << generator.identity_token(argv[1], std::chrono::hours(1)) << '\n';
    }
    catch (const token04::Error &error)
    {
        return std::cerr << error.what() << '\n', 1;
    }
}
