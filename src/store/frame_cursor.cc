#include "store/frame_cursor.h"

#include <algorithm>
#include <cstring>

namespace gait::store {
namespace {

constexpr std::size_t window_bytes = std::size_t{4} << 20;
static_assert(window_bytes > frame_bytes_max);

// Behind the last byte that is not zero.
std::size_t used_bytes(std::string_view block) {
  // Equal to itself, one byte on: all bytes are the first one. memcmp is fast over what is empty.
  if (!block.empty() && block[0] == '\0' &&
      std::memcmp(block.data(), block.data() + 1, block.size() - 1) == 0)
    return 0;
  const std::size_t last = block.find_last_not_of('\0');
  return last == std::string_view::npos ? 0 : last + 1;
}

}  // namespace

Result<FrameCursor> FrameCursor::open(const std::string& path) {
  TRY(File file, File::open(path, File::Mode::read));
  TRY(const std::uint64_t size, file.size());
  return FrameCursor(std::move(file), size);
}

Result<std::string_view> FrameCursor::window(std::size_t bytes) {
  const std::uint64_t left = size_ - std::min(size_, offset_);
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, left));
  if (offset_ < buffer_offset_ || offset_ + wanted > buffer_offset_ + buffer_.size()) {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes, left)));
    TRY(const std::size_t got, file_.read_at(buffer_, offset_));
    buffer_.resize(got);
    buffer_offset_ = offset_;
  }
  return std::string_view(buffer_).substr(static_cast<std::size_t>(offset_ - buffer_offset_),
                                          bytes);
}

Result<record::CommitFrame> FrameCursor::next() {
  TRY(const std::string_view bytes, window(frame_bytes_max));
  TRY(const record::CommitFrame frame, record::read_frame(bytes));
  offset_ += record::frame_bytes(frame.payload.size());
  return frame;
}

Result<record::FrameHeader> FrameCursor::next_header() {
  std::string bytes(record::frame_header_bytes, '\0');
  TRY(const std::size_t got, file_.read_at(bytes, offset_));
  bytes.resize(got);
  TRY(record::FrameHeader header, record::read_frame_header(bytes));
  const std::uint64_t end = offset_ + record::frame_bytes(header.payload_bytes);
  if (end > size_) return Error{Error::Code::corrupt, "a frame is cut off"};
  offset_ = end;
  return header;
}

Result<SegmentTail> read_tail(const std::string& path, std::uint64_t offset) {
  TRY(const File file, File::open(path, File::Mode::read));
  std::string window(window_bytes, '\0');
  SegmentTail tail;
  while (true) {
    TRY(const std::size_t got, file.read_at(window, offset));
    if (got == 0) return tail;
    const std::string_view bytes = std::string_view(window).substr(0, got);
    for (std::size_t at = 0; at < got; at += record::frame_align_bytes) {
      const std::size_t used = used_bytes(bytes.substr(at, record::frame_align_bytes));
      if (used == 0) continue;
      tail.end = offset + at + used;
      const auto header = record::read_frame_header(bytes.substr(at));
      if (!header || header->frame.continues) continue;
      std::string whole(record::frame_bytes(header->payload_bytes), '\0');
      if (whole.size() > frame_bytes_max) continue;
      TRY(const std::size_t there, file.read_at(whole, offset + at));
      whole.resize(there);
      if (record::read_frame(whole)) tail.begins_a_commit = true;
    }
    offset += got;
  }
}

}  // namespace gait::store
