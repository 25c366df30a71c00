#pragma once

#include <string_view>

#include "report/text_layout.h"

namespace gait::app {

// How standard output is to be written: coloured only for a person who did not set NO_COLOR
// (no-color.org), as wide as the terminal, 100 columns when piped.
report::TextOptions text_options();

bool stderr_is_terminal();

// Talk goes to standard error, data to standard output.
void say(std::string_view line);

// "gait: <message>", for what ends a command.
void complain(std::string_view message);

}  // namespace gait::app
