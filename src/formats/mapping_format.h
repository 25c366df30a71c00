#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "formats/json_format.h"

namespace gait::formats {

// The format that a mapping file describes (docs/mapping.md). Strict: an unknown key or word is an
// error that names file and line, since a misspelt line would be a field that is silently empty.
// Never throws.
Result<std::unique_ptr<const JsonFormat>> read_mapping(std::string_view yaml,
                                                       std::string_view file_name);

}  // namespace gait::formats
