#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait::ingest {

// A part of a file, in bytes: from `begin` up to and without `end`.
struct ByteRange {
  static constexpr std::uint64_t to_end = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t begin = 0;
  std::uint64_t end = to_end;

  bool operator==(const ByteRange&) const = default;
};

// The bytes of a file or pipe as they lie there, compressed or not.
class RawInput {
 public:
  // Errors are those of the system: missing, not permitted, a folder.
  static Result<RawInput> open(const std::string& path, ByteRange range = {});
  // Reads a descriptor of somebody else, who also closes it.
  static RawInput borrow(int descriptor);

  RawInput(RawInput&& other) noexcept;
  RawInput& operator=(RawInput&& other) noexcept;
  ~RawInput();

  // At least one byte, as long as there is one; 0 at the end.
  Result<std::size_t> read(std::span<char> room);

  // The next bytes, at least `count` of them unless the input ends before; `read` gives them again.
  // Valid until the next call.
  Result<std::string_view> peek(std::size_t count);

  // Of a regular file that is read as a whole; pipes and ranges have none.
  std::optional<std::uint64_t> size_bytes() const { return size_bytes_; }

  // Is counted up by the bytes read from now on, to show progress. Must outlive the input.
  void count_into(std::atomic<std::uint64_t>* bytes_read) { bytes_read_ = bytes_read; }

 private:
  RawInput(int descriptor, bool owned) : descriptor_(descriptor), owned_(owned) {}
  Result<std::size_t> read_descriptor(std::span<char> room);

  int descriptor_ = -1;
  bool owned_ = false;
  std::uint64_t left_ = ByteRange::to_end;  // bytes of the range not read yet
  std::optional<std::uint64_t> size_bytes_;
  std::string ahead_;  // read from the descriptor, not yet given by `read`
  std::atomic<std::uint64_t>* bytes_read_ = nullptr;
};

}  // namespace gait::ingest
