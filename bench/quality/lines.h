#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait::quality {

// Hands out the lines of a file, gzip or plain, without their ends. `line` returns an error to
// stop; it comes back with the path and the number of the line.
Status read_lines(const std::string& path,
                  const std::function<Status(std::string_view line)>& line);

}  // namespace gait::quality
