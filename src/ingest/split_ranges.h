#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/raw_input.h"

namespace gait::ingest {

// No range of a cut file is much smaller than this.
inline constexpr std::uint64_t range_bytes_min = std::uint64_t{16} << 20;

// Cuts a plain file of JSON lines into at most `parts` ranges, so that as many readers can share
// it; together they read the same records as one reader of the whole. Cuts are made in front of a
// line that begins with `{`, about evenly.
//
// Everything else is one range: small files, compressed ones, pipes, one JSON document over many
// lines, `[` and `{"Records":[` documents, text whose records span lines. So is what cannot be
// read: feeding it then says why. `size_bytes` is the size of the file, from `find_input_files`.
std::vector<ByteRange> split_ranges(const std::string& path, std::uint64_t size_bytes,
                                    std::size_t parts);

}  // namespace gait::ingest
