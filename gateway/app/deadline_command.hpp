#pragma once
// `onewindow deadline --config <folder> --hall <id> --from <time> --days <n> [--unit wd|nd|h|mo]
// [--explain]`: when a period that begins then ends, by the State Council calendar (R9, R27, R29).
//
// Prints the due day (`2024-10-10`; for hours the due instant), or `unknown` with the reason on
// `err` where the calendar is not published. --explain prints every day before it.

#include <iosfwd>
#include <span>
#include <string>

namespace ow::app {

/// `arguments` without the program's and the command's name. 0: answered, `unknown` included;
/// 1: the configuration has mistakes; 2: wrong arguments.
int run_deadline(std::span<const std::string> arguments, std::ostream& out, std::ostream& err);

}  // namespace ow::app
