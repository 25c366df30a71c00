#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// A command line as the catalogue of shell commands wants to see it: the line itself, and behind
// `; ` each of its parts without what wraps it. Parts are what `;`, `|`, `&&` and `||` outside of
// quotes separate; wrappers are `sudo -u x`, `sh -c`, `env X=Y`, `timeout n` and the like, and the
// folder of a program. Text that goes through `base64 -d` is decoded, once.
std::string command_for_catalogue(std::string_view command);

}  // namespace gait::formats
