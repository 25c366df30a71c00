#pragma once

#include <cstdint>
#include <memory>

#include "ingest/byte_buffer.h"
#include "ingest/raw_input.h"

struct libdeflate_decompressor;
struct ZSTD_DCtx_s;

namespace gait::ingest {

class ByteSource;

// A gzip file is decompressed whole, by libdeflate, which is 2 to 3 times as fast as a stream,
// while both of these hold; else, and from a pipe, it is a stream of zlib in constant memory.
inline constexpr std::size_t whole_gzip_compressed_bytes_max = std::size_t{64} << 20;
inline constexpr std::size_t whole_gzip_bytes_max = std::size_t{256} << 20;

// The greatest zstd window that is accepted, as a power of two: 128 MiB, what `zstd --long` makes.
inline constexpr int zstd_window_log_max = 27;

// What decompressing needs and is dear to make anew for each file. Belongs to one thread.
class DecompressTools {
 public:
  DecompressTools();
  ~DecompressTools();
  DecompressTools(const DecompressTools&) = delete;
  DecompressTools& operator=(const DecompressTools&) = delete;

  libdeflate_decompressor* deflate();
  ZSTD_DCtx_s* zstd();
  ByteBuffer& compressed() { return compressed_; }

 private:
  struct FreeDeflate {
    void operator()(libdeflate_decompressor* decompressor) const;
  };
  struct FreeZstd {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  std::unique_ptr<libdeflate_decompressor, FreeDeflate> deflate_;
  std::unique_ptr<ZSTD_DCtx_s, FreeZstd> zstd_;
  ByteBuffer compressed_;  // a gzip file as a whole
};

// gzip with one or many members; zeroes between and behind them are padding. A file that is cut
// off or damaged gives everything before the damage and then an error that names the byte.
std::unique_ptr<ByteSource> gzip_source(RawInput input, DecompressTools& tools);

// zstd with one or many frames; otherwise the same.
std::unique_ptr<ByteSource> zstd_source(RawInput input, DecompressTools& tools);

}  // namespace gait::ingest
