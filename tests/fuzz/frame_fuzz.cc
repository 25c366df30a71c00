// Arbitrary bytes as a commit frame, also behind checksums that are right, as a bundle and as a
// frontier: refused, or what is written of it are the same bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"
#include "record/bundle.h"
#include "record/commit_frame.h"
#include "record/crc32c.h"
#include "record/frontier.h"

namespace {

using namespace gait;
using namespace gait::record;

void read_and_write(std::string_view bytes) {
  const auto frame = read_frame(bytes);
  if (!frame) return;
  std::string written;
  append_frame(written, *frame);
  check(bytes.starts_with(written), "a frame has one spelling");
}

void put_word(std::string& bytes, std::size_t at, std::uint32_t word) {
  std::memcpy(bytes.data() + at, &word, sizeof word);
}

// The header as it is, but for the magic, the length, no flags and right checksums.
std::string repaired(std::string bytes) {
  bytes.resize(std::max(bytes.size(), frame_header_bytes));
  const std::size_t payload = bytes.size() - frame_header_bytes;
  put_word(bytes, 0, 0x43455247);
  put_word(bytes, 4, static_cast<std::uint32_t>(payload));
  put_word(bytes, 20, crc32c(std::string_view(bytes).substr(frame_header_bytes)));
  put_word(bytes, 56, 0);
  put_word(bytes, 60, crc32c(std::string_view(bytes).substr(0, 60)));
  bytes.resize(frame_bytes(payload));
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read_and_write(bytes);
  read_and_write(repaired(bytes));
  std::vector<std::string_view> entries;
  std::string joined;
  const bool whole = bool(split_bundle(bytes, entries));
  for (const std::string_view entry : entries) append_entry(joined, entry);
  check(bytes.starts_with(joined) && (joined == bytes) == whole, "a bundle has one spelling");
  ByteReader in(bytes);
  if (const auto frontier = Frontier::load(in)) {
    ByteWriter out;
    frontier->save(out);
    check(bytes.starts_with(out.bytes()), "a frontier has one spelling");
    (void)frontier->root();
  }
  return 0;
}
