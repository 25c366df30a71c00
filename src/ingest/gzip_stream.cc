#include "ingest/gzip_stream.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/check.h"

namespace gait::ingest {
namespace {

constexpr std::size_t input_bytes = std::size_t{128} << 10;
constexpr std::size_t output_bytes = std::size_t{1} << 20;

class GzipStream : public ByteSource {
 public:
  GzipStream(RawInput input, std::string_view head) : input_(std::move(input)), head_(head) {
    constexpr int gzip_only = 15 + 16;
    check(inflateInit2(&stream_, gzip_only) == Z_OK, "there is memory for a decompressor");
  }
  ~GzipStream() override { inflateEnd(&stream_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  Result<std::size_t> append_to(ByteBuffer& buffer) override {
    const auto room = buffer.room(output_bytes);
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = output_bytes;
    while (stream_.avail_out > 0 && !ended_) step();
    const std::size_t count = output_bytes - stream_.avail_out;
    buffer.commit(count);
    if (count == 0 && error_) return *std::exchange(error_, std::nullopt);
    return count;
  }

 private:
  // Sets `ended_` when nothing more can come, and `error_` when that is not as it should be.
  void step() {
    if (stream_.avail_in == 0 && !flushing_) {
      auto got = refill();
      if (!got) return fail(std::move(got.error()));
      if (!*got) return end_of_file();
    }
    if (!inside_member_) {
      skip_padding();
      if (stream_.avail_in == 0) return;
      inside_member_ = true;
    }
    const int result = inflate(&stream_, Z_NO_FLUSH);
    flushing_ = stream_.avail_out == 0;  // it may hold more than there was room for
    if (result == Z_STREAM_END) {
      inside_member_ = flushing_ = false;
      inflateReset(&stream_);
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      fail(damaged(stream_.msg != nullptr ? stream_.msg : "cannot be decompressed"));
    }
  }

  // False at the end of the file.
  Result<bool> refill() {
    offset_ += chunk_size_;
    if (!head_.empty()) {
      const std::string_view chunk = head_.substr(0, input_bytes);
      head_.remove_prefix(chunk.size());
      std::copy(chunk.begin(), chunk.end(), chunk_.begin());
      chunk_size_ = chunk.size();
    } else {
      chunk_size_ = 0;
      TRY(chunk_size_, input_.read(chunk_));
    }
    stream_.next_in = reinterpret_cast<Bytef*>(chunk_.data());
    stream_.avail_in = static_cast<uInt>(chunk_size_);
    return chunk_size_ > 0;
  }

  void skip_padding() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
    }
  }

  void end_of_file() {
    ended_ = true;
    if (inside_member_)
      error_ = Error{Error::Code::corrupt,
                     fmt::format("truncated gzip data: the file ends at byte {} before its data "
                                 "does; what came before was read, fetch the file again",
                                 offset())};
  }

  Error damaged(std::string_view why) const {
    return {Error::Code::corrupt,
            fmt::format("corrupt gzip data at byte {} of the file ({}); what came before was read, "
                        "fetch the file again",
                        offset(), why)};
  }

  void fail(Error error) {
    ended_ = true;
    error_ = std::move(error);
  }

  std::uint64_t offset() const { return offset_ + chunk_size_ - stream_.avail_in; }

  RawInput input_;
  std::string_view head_;
  std::array<char, input_bytes> chunk_;
  std::size_t chunk_size_ = 0;
  std::uint64_t offset_ = 0;  // of the chunk in the file
  z_stream stream_{};
  bool inside_member_ = false;
  bool flushing_ = false;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> gzip_stream(RawInput input, std::string_view head) {
  return std::make_unique<GzipStream>(std::move(input), head);
}

}  // namespace gait::ingest
