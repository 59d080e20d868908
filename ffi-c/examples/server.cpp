// An HTTP server that returns a token to POST /token for the authenticated user, with cpp-httplib.
// Environment: ZEGO_APP_ID, ZEGO_SERVER_SECRET; PORT (default 3000; 0 takes a free one);
// DEMO_SESSION, the only session: `value=user`.
//
// curl -X POST -H 'Authorization: Bearer value' http://127.0.0.1:3000/token

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include <httplib.h>
#include <token04.hpp>

namespace
{

using httplib::Request;
using httplib::Response;
using Clock = std::chrono::steady_clock;

const std::chrono::hours lifetime(1);
// A body is not needed. A short one is read and ignored, a longer one is refused.
const size_t longest_body = 16 * 1024;
const std::chrono::seconds patience(5);

std::string variable(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    return value == nullptr ? otherwise : value;
}

// Decimal digits as a number that is at most `largest`; -1 for anything else.
int number(const std::string &text, int largest)
{
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits && !text.empty() && text.size() < 9 ? std::stoi(text) : -1;
    return value <= largest ? value : -1;
}

// The user of this request, from your own session, never from the body; empty if there is none.
std::string authenticated(const Request &request)
{
    // A stand-in for a real session: one bearer value and its user, `value=user`.
    const std::string session = variable("DEMO_SESSION", "");
    const size_t middle = session.find('=');
    if (middle == std::string::npos || middle == 0) return "";
    const bool known =
        request.get_header_value("Authorization") == "Bearer " + session.substr(0, middle);
    return known ? session.substr(middle + 1) : "";
}

void refuse(Response &response, int status, const char *error)
{
    response.status = status;
    response.set_content(std::string("{\"error\":\"") + error + "\"}", "application/json");
}

bool is_chunked(const Request &request) { return request.has_header("Transfer-Encoding"); }

// The status for a request that is refused before its body is read, or 0.
int check_head(const Request &request, const char *&error)
{
    if (request.path != "/token") return error = "not_found", 404;
    if (request.method != "POST") return error = "method_not_allowed", 405;
    if (authenticated(request).empty()) return error = "unauthorized", 401;
    const size_t lengths = request.get_header_value_count("Content-Length");
    if (lengths > 1 || (lengths == 1 && is_chunked(request))) return error = "bad_length", 400;
    if (lengths == 0) return 0;
    const std::string length = request.get_header_value("Content-Length");
    if (length.empty() || length.find_first_not_of("0123456789") != std::string::npos)
        return error = "bad_length", 400;
    if (number(length, static_cast<int>(longest_body)) < 0) return error = "too_large", 413;
    return 0;
}

// Reads a body and ignores it. false if it is too long or too slow: the response is then set.
bool skip_body(const Request &request, Response &response, const httplib::ContentReader &body)
{
    // A body without a length has no end; httplib needs more of a form than is read here.
    const bool ends = request.has_header("Content-Length") || is_chunked(request);
    if (!ends || request.is_multipart_form_data()) return true;
    const Clock::time_point deadline = Clock::now() + patience;
    size_t length = 0;
    bool in_time = true;
    const bool complete = body([&](const char *, size_t bytes) {
        length += bytes;
        in_time = Clock::now() < deadline;
        return in_time && length <= longest_body;
    });
    if (complete) return true;
    if (length > longest_body) refuse(response, 413, "too_large");
    else if (!in_time) refuse(response, 408, "too_slow");
    else refuse(response, 400, "bad_body");
    return false;
}

void reply(const token04::TokenGenerator &generator, const Request &request, Response &response)
{
    try
    {
        // A token is letters, digits and +/=: it needs no escaping.
        const token04::IssuedToken issued = generator.issue(authenticated(request), lifetime);
        response.set_content("{\"token\":\"" + issued.token +
                                 "\",\"expires_at\":" + std::to_string(issued.expires_at) +
                                 ",\"refresh_at\":" + std::to_string(issued.refresh_at) + "}",
                             "application/json");
    }
    catch (const token04::Error &error)
    {
        // The reason goes to the log; the client only learns that its user id is invalid.
        std::cerr << "no token: " << error.what() << std::endl;
        if (error.code() == TOKEN04_ERROR_USER_ID_INVALID)
            return refuse(response, 400, error.name());
        refuse(response, 500, "internal");
    }
}

int serve(const token04::TokenGenerator &generator)
{
    httplib::Server server;
    server.set_default_headers({{"Cache-Control", "no-store"}});
    server.set_read_timeout(patience);
    server.set_payload_max_length(longest_body);
    // The rest of a body that was not read must not be parsed as the next request.
    server.set_keep_alive_max_count(1);
    // Runs before any of the body is read.
    server.set_pre_routing_handler([](const Request &request, Response &response) {
        const char *error = nullptr;
        const int status = check_head(request, error);
        if (status == 0) return httplib::Server::HandlerResponse::Unhandled;
        refuse(response, status, error);
        return httplib::Server::HandlerResponse::Handled;
    });
    // A client that sends `Expect: 100-continue` is not asked for a body that would be refused.
    server.set_expect_100_continue_handler([](const Request &request, Response &response) {
        const char *error = nullptr;
        const int status = check_head(request, error);
        if (status == 0) return 100;
        refuse(response, status, error);
        return status;
    });
    // The client must not see an exception's message.
    server.set_exception_handler([](const Request &, Response &response, std::exception_ptr) {
        refuse(response, 500, "internal");
    });
    server.Post("/token", [&](const Request &request, Response &response,
                              const httplib::ContentReader &body) {
        if (skip_body(request, response, body)) reply(generator, request, response);
    });
    // By default, httplib lets a second server listen on a port that is already in use.
    server.set_socket_options([](socket_t) {});
    const std::string text = variable("PORT", "3000");
    const int wanted = number(text, 65535);
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
