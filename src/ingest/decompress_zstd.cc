#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/check.h"
#include "ingest/byte_source.h"
#include "ingest/decompress.h"

namespace gait::ingest {
namespace {

constexpr std::size_t input_bytes = std::size_t{128} << 10;
constexpr std::size_t output_bytes = std::size_t{1} << 20;

class ZstdSource : public ByteSource {
 public:
  ZstdSource(RawInput input, DecompressTools& tools)
      : input_(std::move(input)), context_(tools.zstd()) {
    ZSTD_DCtx_reset(context_, ZSTD_reset_session_only);
    const std::size_t set =
        ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, zstd_window_log_max);
    check(!ZSTD_isError(set), "the window limit is one that zstd knows");
  }

  Result<std::size_t> append_to(ByteBuffer& buffer) override {
    ZSTD_outBuffer out{buffer.room(output_bytes).data(), output_bytes, 0};
    while (out.pos < out.size && !ended_) step(out);
    buffer.commit(out.pos);
    if (out.pos == 0 && error_) return *std::exchange(error_, std::nullopt);
    return out.pos;
  }

 private:
  // Sets `ended_` when nothing more can come, and `error_` when that is not as it should be.
  void step(ZSTD_outBuffer& out) {
    if (in_.pos == in_.size && !flushing_) {
      auto got = input_.read(chunk_);
      if (!got) return fail(std::move(got.error()));
      if (*got == 0) return end_of_file();
      offset_ += in_.size;
      in_ = {chunk_.data(), *got, 0};
    }
    const std::size_t left = ZSTD_decompressStream(context_, &out, &in_);
    if (ZSTD_isError(left)) return fail(damaged(left));
    inside_frame_ = left != 0;
    flushing_ = inside_frame_ && out.pos == out.size;  // it may hold more than there was room for
  }

  void end_of_file() {
    ended_ = true;
    if (inside_frame_)
      error_ = Error{Error::Code::corrupt,
                     fmt::format("truncated zstd data: the file ends at byte {} before its data "
                                 "does; what came before was read, fetch the file again",
                                 offset_ + in_.pos)};
  }

  Error damaged(std::size_t code) const {
    if (ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge)
      return {Error::Code::invalid,
              "zstd data with a window of more than 128 MiB; decompress it "
              "with `zstd -d --long=31` and read the result"};
    return {Error::Code::corrupt,
            fmt::format("corrupt zstd data at byte {} of the file ({}); what came before was read, "
                        "fetch the file again",
                        offset_ + in_.pos, ZSTD_getErrorName(code))};
  }

  void fail(Error error) {
    ended_ = true;
    error_ = std::move(error);
  }

  RawInput input_;
  ZSTD_DCtx* context_;
  std::array<char, input_bytes> chunk_;
  ZSTD_inBuffer in_{chunk_.data(), 0, 0};
  std::uint64_t offset_ = 0;  // of the chunk in the file
  bool inside_frame_ = false;
  bool flushing_ = false;
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> zstd_source(RawInput input, DecompressTools& tools) {
  return std::make_unique<ZstdSource>(std::move(input), tools);
}

}  // namespace gait::ingest
