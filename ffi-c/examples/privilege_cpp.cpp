// Prints a token with which the user may log in to one room and publish the given streams.
// Usage: privilege_cpp USER_ID ROOM_ID STREAM_ID..., with ZEGO_APP_ID and ZEGO_SERVER_SECRET in
// the environment.

#include <iostream>

#include <token04.hpp>

int main(int argc, char **argv)
{
    if (argc < 4) return std::cerr << "usage: privilege_cpp USER_ID ROOM_ID STREAM_ID...\n", 2;
    try
    {
        const token04::TokenGenerator generator = token04::TokenGenerator::from_env();
        const std::vector<std::string> streams(argv + 3, argv + argc);
        const auto privileges = token04::RoomPrivileges::login_and_publish(argv[2], streams);
        std::cout << generator.privilege_token(argv[1], std::chrono::hours(1), privileges) << '\n';
    }
    catch (const token04::Error &error)
    {
        return std::cerr << error.what() << '\n', 1;
    }
}
