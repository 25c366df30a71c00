#pragma once

#include <functional>
#include <string>

namespace gait::simulate {

// A piece of output. A path that comes again is to be appended to: only `cloudtrail.ndjson` does.
// A path that ends in `.gz` is to be compressed by whoever writes it; the content is plain.
struct OutputFile {
  std::string path;  // relative to the output folder, with `/`
  std::string content;
};

using Write = std::function<void(OutputFile)>;

}  // namespace gait::simulate
