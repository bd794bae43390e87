// The gateway's one binary. Everything is in gateway/app; here an exception ends the process in
// words.

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "gateway/app/commands.hpp"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    try {
        return ow::app::run_command_line(arguments, std::cout, std::cerr);
    } catch (const std::exception& broken) {
        std::cerr << "onewindow: internal error: " << broken.what() << "\n";
        return 70;
    }
}
