#pragma once
// The command line: `onewindow <command> …`, one literal table. Every command takes its arguments
// without the program's and its own name and answers 0 (done), 1 (failed, reason on err) or 2
// (wrong arguments; `map`: also a message that is no case).

#include <iosfwd>
#include <span>
#include <string>

namespace ow::app {

int run_command_line(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

int run_archive(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
/// `verify <package>`: a package of `archive`, checked without configuration or store.
int verify_package(const std::string& path, std::span<const std::string> arguments,
                   std::ostream& out, std::ostream& err);
/// `verify <file.pdf>`: 0 all holds, 1 something does not, 2 wrong arguments, 3 nothing is changed
/// but something is not vouched for.
int verify_pdf(const std::string& path, std::span<const std::string> arguments, std::ostream& out,
               std::ostream& err);
int run_backup(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_calendar(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_conformance_command(std::span<const std::string> arguments, std::ostream& out,
                            std::ostream& err);
int run_figures(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_ledger(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_explain(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_catalogue(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_credit(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_map(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_mapping(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_reference(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_serve(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_simulate(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_template(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_test_connection(std::span<const std::string> arguments, std::ostream& out,
                        std::ostream& err);
int run_twin(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_case(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_verify(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_fonts(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_key(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_release(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_restore(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_user(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);
int run_queue(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

}  // namespace ow::app
