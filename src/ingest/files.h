#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait::ingest {

// The whole of a file, which must not be larger than `bytes_max`. Messages name the path.
Result<std::string> read_text_file(const std::string& path, std::size_t bytes_max);

// Puts `bytes` into the place of a file so that at every moment, also after a crash, the old or the
// new content is there in full. Only the owner may read it: profiles and reports tell how systems
// work. A symbolic link stays one; what is no regular file (`/dev/stdout`, a pipe) is written to.
// The folder must exist. Messages name the path.
Status write_file_atomically(const std::string& path, std::string_view bytes);

}  // namespace gait::ingest
