#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "formats/parser.h"
#include "ingest/byte_buffer.h"
#include "ingest/decompress.h"
#include "ingest/raw_input.h"
#include "ingest/read_outcome.h"

namespace gait::ingest {

// The parser gets pieces of this size, which fit a near cache, and larger ones only while a record
// does not fit.
inline constexpr std::size_t piece_bytes = std::size_t{1} << 20;

// A record over this is left out.
inline constexpr std::size_t record_bytes_max = std::size_t{16} << 20;

// Feeds inputs to a parser. Knows containers and bytes, no format.
//
// All byte offsets in messages are those of the decompressed input, unless they say "of the file".
//
// Belongs to one thread; several readers may read different inputs, or ranges of one, at the same
// time. Holds a few MiB, up to 40 MiB around a long record, 128 MiB for a zstd window that asks
// for it, and for a gzip file read whole (decompress.h) that file while it is read.
class InputReader {
 public:
  struct Options {
    int standard_input = 0;                            // the descriptor that `-` means
    std::atomic<std::uint64_t>* bytes_read = nullptr;  // counts bytes of files, to show progress
  };
  InputReader() = default;
  explicit InputReader(Options options) : options_(options) {}

  // Reads a file, or standard input for `-`, to its end, or a range from `split_ranges`.
  // Everything readable reaches the parser; what was not is in the outcome:
  // - data that is not text: "not a log: binary data at byte N", nothing is parsed. UTF-16 is such
  //   data; a UTF-8 mark at the start is skipped;
  // - a record over the limit: counted in `batch.counts` as malformed, reading goes on behind the
  //   next newline;
  // - a container that is cut off or damaged: the records before it are kept, and what the parser
  //   says of the record that was cut is left out as a mere consequence;
  // - an empty input, since nobody names one on purpose.
  ReadOutcome feed(const std::string& path, formats::Parser& parser, Batch& batch) {
    return feed(path, ByteRange{}, parser, batch);
  }
  ReadOutcome feed(const std::string& path, ByteRange range, formats::Parser& parser, Batch& batch);

 private:
  Options options_;
  DecompressTools tools_;
  ByteBuffer buffer_;
};

}  // namespace gait::ingest
