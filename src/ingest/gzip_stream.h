#pragma once

#include <memory>
#include <string_view>

#include "ingest/byte_source.h"

namespace gait::ingest {

// Decompresses gzip piece by piece in constant memory. `head` is what was already read from
// `input` and must outlive the source.
std::unique_ptr<ByteSource> gzip_stream(RawInput input, std::string_view head);

}  // namespace gait::ingest
