#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/hash.h"

namespace gait::record {

// A commit puts one frame on disk, or several, all at once:
//
//   offset  bytes
//        0  4   magic "GREC"
//        4  4   payload length
//        8  8   index of the first entry
//       16  4   number of entries, at least 1
//       20  4   CRC-32C of the payload
//       24  32  root of the tree of all entries before this frame
//       56  4   flags: 1 when the frame continues the commit of the frame before it, otherwise 0
//       60  4   CRC-32C of the 60 bytes before
//       64      payload: the entries as a bundle (bundle.h)
//               zeroes up to a multiple of 4,096, so that no later write touches these sectors
//
// Numbers are least significant byte first. The CRCs find what a crash left half written. The root
// ties a frame to each entry before it, at no cost: the writer has it, and recovery has it again
// once it has replayed them; so a frame of another past is found out, be it stale or forged.
// A commit begins only when the one before it is durable. So behind a damaged frame there may be
// whole frames that continue its commit, which a crash leaves; a whole frame that begins a commit
// says that the damage came later.
struct CommitFrame {
  std::uint64_t first_index = 0;
  std::uint32_t count = 0;
  Hash root_before{};
  std::string_view payload;
  bool continues = false;

  bool operator==(const CommitFrame&) const = default;
};

inline constexpr std::size_t frame_header_bytes = 64;
inline constexpr std::size_t frame_align_bytes = 4096;

// What a frame with such a payload takes on disk.
constexpr std::size_t frame_bytes(std::size_t payload_bytes) {
  return (frame_header_bytes + payload_bytes + frame_align_bytes - 1) / frame_align_bytes *
         frame_align_bytes;
}

// The header of a frame whose payload has this CRC-32C, for a writer that gathers the parts.
std::string frame_header(const CommitFrame& frame, std::uint32_t payload_crc);

// Appends the frame with its padding. The payload is a whole bundle of `count` entries.
void append_frame(std::string& out, const CommitFrame& frame);

// What a header alone says, its CRC checked; `not_found` and `corrupt` as below.
struct FrameHeader {
  CommitFrame frame;  // without its payload
  std::uint32_t payload_bytes = 0;
  std::uint32_t payload_crc = 0;
};
Result<FrameHeader> read_frame_header(std::string_view bytes);

// The frame at the start of `bytes`, which may go on behind it; its payload points into them, and
// it takes frame_bytes(payload.size()) of them. `not_found` where there are only zeroes in place of
// a header, as in a segment that ends here; `corrupt` for all else that is no whole frame, down to
// one bit, padding included. Whether the index and the root are the right ones the caller checks.
Result<CommitFrame> read_frame(std::string_view bytes);

}  // namespace gait::record
