#include "record/commit_frame.h"

#include <algorithm>
#include <bit>

#include "base/bytes.h"
#include "base/check.h"
#include "record/bundle.h"
#include "record/crc32c.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

static_assert(std::endian::native == std::endian::little, "ByteWriter writes memory as it is");

constexpr std::uint32_t magic = 0x43455247;  // "GREC"
constexpr std::uint32_t continues_flag = 1;

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

Error corrupt(const char* why) { return {Error::Code::corrupt, why}; }

bool holds_entries(std::string_view bundle, std::uint32_t count) {
  std::uint64_t found = 0;
  for (std::string_view entry; take_entry(bundle, entry);) ++found;
  return bundle.empty() && found == count;
}

}  // namespace

std::string frame_header(const CommitFrame& frame, std::uint32_t payload_crc) {
  check(frame.payload.size() <= UINT32_MAX && frame.count > 0,
        "a commit is neither huge nor empty");
  ByteWriter header;
  header.put(magic);
  header.put(static_cast<std::uint32_t>(frame.payload.size()));
  header.put(frame.first_index);
  header.put(frame.count);
  header.put(payload_crc);
  header.put(frame.root_before);
  header.put(frame.continues ? continues_flag : 0U);
  header.put(crc32c(header.bytes()));
  return header.take();
}

void append_frame(std::string& out, const CommitFrame& frame) {
  const std::size_t end = out.size() + frame_bytes(frame.payload.size());
  out.append(frame_header(frame, crc32c(frame.payload))).append(frame.payload);
  out.resize(end, '\0');
}

Result<FrameHeader> read_frame_header(std::string_view bytes) {
  const std::string_view header = bytes.substr(0, frame_header_bytes);
  if (all_zero(header)) return Error{Error::Code::not_found, "no frame begins here"};
  if (header.size() < frame_header_bytes) return corrupt("the header of a frame is cut off");
  FrameHeader read;
  ByteReader in(header);
  const auto found_magic = in.get<std::uint32_t>();
  read.payload_bytes = in.get<std::uint32_t>();
  read.frame.first_index = in.get<std::uint64_t>();
  read.frame.count = in.get<std::uint32_t>();
  read.payload_crc = in.get<std::uint32_t>();
  read.frame.root_before = in.get<Hash>();
  const auto flags = in.get<std::uint32_t>();
  const auto header_crc = in.get<std::uint32_t>();
  if (found_magic != magic || header_crc != crc32c(header.substr(0, frame_header_bytes - 4)))
    return corrupt("the header of a frame is damaged");
  if (flags > continues_flag) return corrupt("a frame has flags that are not known");
  read.frame.continues = flags == continues_flag;
  if (read.frame.first_index > tree_size_max || read.frame.count == 0)
    return corrupt("a frame holds other entries than it says");
  return read;
}

Result<CommitFrame> read_frame(std::string_view bytes) {
  TRY(const FrameHeader header, read_frame_header(bytes));
  const std::size_t size = header.payload_bytes;
  if (bytes.size() < frame_bytes(size)) return corrupt("a frame is cut off");
  CommitFrame frame = header.frame;
  frame.payload = bytes.substr(frame_header_bytes, size);
  const std::size_t padding = frame_header_bytes + size;
  if (header.payload_crc != crc32c(frame.payload) ||
      !all_zero(bytes.substr(padding, frame_bytes(size) - padding)))
    return corrupt("the payload of a frame is damaged");
  if (!holds_entries(frame.payload, frame.count))
    return corrupt("a frame holds other entries than it says");
  return frame;
}

}  // namespace gait::record
