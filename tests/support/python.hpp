#pragma once
// Runs a checker written in Python (standard library and the openssl command only): the independent
// side of a test. The input goes through a temporary file of its own, so tests may run in parallel.

#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ow::test {

/// Standard output of `python3 <arguments>` with `input` on standard input; run from the repository
/// root. Throws if it does not end with 0. `arguments` are ours, never from outside.
inline std::string run_python(const std::string& arguments, std::string_view input = {}) {
    std::string path = "/tmp/ow-python-XXXXXX";
    const int file = ::mkstemp(path.data());
    if (file < 0 ||
        ::write(file, input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
        throw std::runtime_error("temporary file");
    }
    ::close(file);
    const std::string command = "python3 " + arguments + " < " + path;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("popen");
    std::string out;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        out.append(buffer.data(), n);
    }
    const int status = ::pclose(pipe);
    ::unlink(path.c_str());
    if (status != 0) throw std::runtime_error("failed: " + command);
    return out;
}

}  // namespace ow::test
