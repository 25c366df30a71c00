#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/bundle.h"
#include "record/commit_frame.h"
#include "store/disk.h"

namespace gait::store {

// A commit is closed at this many bytes of entries, so a frame holds at most one entry more.
inline constexpr std::size_t frame_payload_target = std::size_t{256} << 10;
inline constexpr std::size_t frame_bytes_max =
    record::frame_bytes(frame_payload_target + record::entry_bytes_max + 2);

// Reads the frames of one segment from the front, in large pieces.
class FrameCursor {
 public:
  static Result<FrameCursor> open(const std::string& path);

  // The frame at `offset`, which moves behind it; valid until the next call. `not_found` at the
  // end of the segment or where zeroes begin, `corrupt` where a frame is damaged; the offset then
  // stays.
  Result<record::CommitFrame> next();
  std::uint64_t offset() const { return offset_; }

  // The header alone, without reading or checking the payload.
  Result<record::FrameHeader> next_header();

 private:
  FrameCursor(File file, std::uint64_t size) : file_(std::move(file)), size_(size) {}
  Result<std::string_view> window(std::size_t bytes);  // from the offset; shorter at the end

  File file_;
  std::uint64_t size_ = 0, offset_ = 0;
  std::string buffer_;
  std::uint64_t buffer_offset_ = 0;
};

// What lies behind the last whole frame of a segment.
struct SegmentTail {
  std::uint64_t end = 0;         // behind the last byte that is not zero; 0 when there is none
  bool begins_a_commit = false;  // somewhere a whole frame does that
};

// Looks at each 4,096 bytes from `offset` on.
Result<SegmentTail> read_tail(const std::string& path, std::uint64_t offset);

}  // namespace gait::store
