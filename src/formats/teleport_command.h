#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The command line of a program at `path`; `argv` is the JSON array of its arguments, of which the
// name of the program is none. `/usr/bin/curl` and `["-s","example.com"]` are `curl -s
// example.com`.
std::string teleport_command(std::string_view path, std::string_view argv);

}  // namespace gait::formats
