#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "ingest/byte_source.h"
#include "ingest/decompress.h"
#include "ingest/gzip_stream.h"

namespace gait::ingest {
namespace {

void skip_padding(std::string_view& bytes) {
  bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
}

// The last four bytes of a member are its size modulo 4 GiB. With several members that is only the
// last one, so a size that is too small to be true is replaced by a usual ratio.
std::size_t guess_size(std::string_view compressed) {
  constexpr std::size_t usual_ratio = 12, smallest = 64 << 10;
  std::size_t size = 0;
  for (std::size_t i = 1; i <= std::min<std::size_t>(4, compressed.size()); ++i)
    size = size << 8 | static_cast<unsigned char>(compressed[compressed.size() - i]);
  if (size < compressed.size()) size = compressed.size() * usual_ratio;
  return std::clamp(size, smallest, whole_gzip_bytes_max);
}

// Appends everything in `compressed`; false, and nothing appended, when it is damaged or too big.
bool inflate_whole(std::string_view compressed, libdeflate_decompressor* decompressor,
                   ByteBuffer& buffer) {
  std::size_t wanted = guess_size(compressed);
  std::size_t produced = 0;
  while (!compressed.empty()) {
    const std::size_t allowed = whole_gzip_bytes_max - produced;
    const auto room = buffer.room(std::min(wanted, allowed));
    const std::size_t tried = std::min(room.size(), allowed);
    std::size_t used = 0, got = 0;
    const auto result = libdeflate_gzip_decompress_ex(
        decompressor, compressed.data(), compressed.size(), room.data(), tried, &used, &got);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE && tried < allowed) {
      wanted = tried * 2;
      continue;
    }
    if (result != LIBDEFLATE_SUCCESS) {
      buffer.drop_back(produced);
      return false;
    }
    buffer.commit(got);
    produced += got;
    compressed.remove_prefix(used);
    skip_padding(compressed);
    // Room for another member like this one; the size of the last member says nothing of it.
    wanted = std::clamp<std::size_t>(got, 64 << 10, whole_gzip_bytes_max);
  }
  return true;
}

// Reads the file into memory and decompresses it in one go. Damage and size are left to the
// stream, which starts again from the bytes in memory and salvages what it can.
class WholeGzipSource : public ByteSource {
 public:
  WholeGzipSource(RawInput input, DecompressTools& tools)
      : input_(std::move(input)), tools_(tools) {}

  Result<std::size_t> append_to(ByteBuffer& buffer) override {
    if (stream_) return stream_->append_to(buffer);
    if (done_) return std::size_t{0};
    done_ = true;

    TRY_STATUS(read_file());
    const std::string_view compressed = tools_.compressed().bytes();
    const std::size_t before = buffer.size();
    if (compressed.size() <= whole_gzip_compressed_bytes_max &&
        inflate_whole(compressed, tools_.deflate(), buffer))
      return buffer.size() - before;

    stream_ = gzip_stream(std::move(input_), compressed);
    return stream_->append_to(buffer);
  }

 private:
  // Stops one byte behind the limit: the file may have grown since it was looked at.
  Status read_file() {
    ByteBuffer& compressed = tools_.compressed();
    compressed.clear();
    compressed.shrink(std::size_t{16} << 20);
    std::size_t expected = static_cast<std::size_t>(input_.size_bytes().value_or(0)) + 1;
    while (compressed.size() <= whole_gzip_compressed_bytes_max) {
      const auto room = compressed.room(std::exchange(expected, 1));
      TRY(const std::size_t count,
          input_.read(room.first(
              std::min(room.size(), whole_gzip_compressed_bytes_max + 1 - compressed.size()))));
      if (count == 0) break;
      compressed.commit(count);
    }
    return Nothing{};
  }

  RawInput input_;
  DecompressTools& tools_;
  std::unique_ptr<ByteSource> stream_;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gzip_source(RawInput input, DecompressTools& tools) {
  const auto size = input.size_bytes();
  if (!size || *size > whole_gzip_compressed_bytes_max) return gzip_stream(std::move(input), {});
  return std::make_unique<WholeGzipSource>(std::move(input), tools);
}

}  // namespace gait::ingest
