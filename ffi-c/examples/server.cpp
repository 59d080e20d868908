// An HTTP server that answers POST /token for the authenticated user, with cpp-httplib.
// Environment: ZEGO_APP_ID, ZEGO_SERVER_SECRET; PORT (3000; 0 takes a free one); DEMO_SESSION, the
// one session there is: `value=user`.
// curl -X POST -H 'Authorization: Bearer value' http://127.0.0.1:3000/token

#include <cstdlib>
#include <iostream>
#include <string>

#include <httplib.h>
#include <token04.hpp>

namespace
{

const std::chrono::hours lifetime(1);

std::string variable(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    return value == nullptr ? otherwise : value;
}

// A port as it is written, or -1.
int number(const std::string &text)
{
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    const int port = digits && !text.empty() && text.size() < 6 ? std::stoi(text) : -1;
    return port < 65536 ? port : -1;
}

// The user of this request, from your own session; never from the body. Empty: nobody.
std::string authenticated(const httplib::Request &request)
{
    // A stand-in for a real session: one bearer value and its user, `value=user`.
    const std::string session = variable("DEMO_SESSION", "");
    const size_t middle = session.find('=');
    if (middle == std::string::npos || middle == 0) return "";
    const bool known =
        request.get_header_value("Authorization") == "Bearer " + session.substr(0, middle);
    return known ? session.substr(middle + 1) : "";
}

void refuse(httplib::Response &response, int status, const char *error)
{
    response.status = status;
    response.set_content(std::string("{\"error\":\"") + error + "\"}", "application/json");
}

void answer(const token04::TokenGenerator &generator, const httplib::Request &request,
            httplib::Response &response)
{
    response.set_header("Cache-Control", "no-store");
    const std::string user = authenticated(request);
    if (user.empty()) return refuse(response, 401, "unauthorized");
    try
    {
        // A token is letters, digits and +/=: it needs no escaping.
        const token04::IssuedToken issued = generator.issue(user, lifetime);
        response.set_content("{\"token\":\"" + issued.token +
                                 "\",\"expires_at\":" + std::to_string(issued.expires_at) +
                                 ",\"refresh_at\":" + std::to_string(issued.refresh_at) + "}",
                             "application/json");
    }
    catch (const token04::Error &error)
    {
        // What is wrong (a session's user that is no user id, say) is for the log alone.
        std::cerr << "no token: " << error.what() << std::endl;
        refuse(response, 500, "internal");
    }
}

// Reads a body and forgets it. One without a length would never end, and none is needed.
void skip(const httplib::Request &request, const httplib::ContentReader &body)
{
    const bool ends = request.has_header("Content-Length") && !request.is_multipart_form_data();
    if (ends) body([](const char *, size_t) { return true; });
}

int serve(const token04::TokenGenerator &generator)
{
    httplib::Server server;
    // What is left of a body must not be taken for the next request.
    server.set_keep_alive_max_count(1);
    server.Post("/token", [&](const httplib::Request &request, httplib::Response &response,
                              const httplib::ContentReader &body) {
        skip(request, body);
        answer(generator, request, response);
    });
    // Its own default lets a second server listen on a port that is taken.
    server.set_socket_options([](socket_t) {});
    const std::string text = variable("PORT", "3000");
    const int wanted = number(text);
    const int port = wanted == 0 ? server.bind_to_any_port("127.0.0.1")
                     : wanted > 0 && server.bind_to_port("127.0.0.1", wanted) ? wanted
                                                                              : -1;
    if (port < 0) return std::cerr << "cannot listen on port " << text << '\n', 1;
    std::cout << "listening on " << port << std::endl;
    return server.listen_after_bind() ? 0 : 1;
}

} // namespace

int main()
{
    try
    {
        // One generator for all threads of the server.
        return serve(token04::TokenGenerator::from_env());
    }
    catch (const token04::Error &error)
    {
        return std::cerr << "cannot start: " << error.what() << '\n', 1;
    }
}
