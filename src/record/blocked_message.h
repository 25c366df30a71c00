#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gait::record {

// `prefix || bytes` with the padding of SHA-256 (FIPS 180-4, 5.1.1), cut into blocks of 64 bytes.
// Only the first block and the last one or two are copied, the others are read where they lie.
class BlockedMessage {
 public:
  static constexpr std::size_t block_bytes = 64;

  // Blocks that lie in a row.
  struct Run {
    const std::uint8_t* start = nullptr;
    std::size_t count = 0;
  };

  // The prefix has at most one byte. The bytes live as long as this.
  void set(std::string_view prefix, std::string_view bytes) {
    prefix_ = prefix.size();
    bytes_ = bytes;
    const std::size_t length = prefix_ + bytes.size();
    whole_ = length / block_bytes;
    blocks_ = (length + length_bytes) / block_bytes + 1;
    std::uint8_t* first = whole_ > 0 ? head_.data() : tail_.data();
    if (prefix_ > 0) first[0] = static_cast<std::uint8_t>(prefix[0]);
    if (whole_ > 0 && prefix_ > 0) std::memcpy(head_.data() + 1, bytes.data(), block_bytes - 1);
    set_tail(length);
  }

  std::size_t blocks() const { return blocks_; }

  // The run that begins at block `first`, which is below `blocks()`. Points also into this.
  Run run(std::size_t first) const {
    if (first >= whole_) return {tail_.data() + (first - whole_) * block_bytes, blocks_ - first};
    if (first == 0 && prefix_ > 0) return {head_.data(), 1};
    const auto* start = reinterpret_cast<const std::uint8_t*>(bytes_.data());
    return {start + (first * block_bytes - prefix_), whole_ - first};
  }

 private:
  static constexpr std::size_t length_bytes = 8;

  // What is behind the whole blocks: the rest of the bytes, a bit, zeroes, the length in bits.
  void set_tail(std::size_t length) {
    const std::size_t rest = length % block_bytes;
    const std::size_t own = whole_ > 0 ? rest : rest - prefix_;  // without the prefix
    if (own > 0) std::memcpy(&tail_[rest - own], bytes_.data() + (bytes_.size() - own), own);
    const std::size_t end = (blocks_ - whole_) * block_bytes - length_bytes;
    tail_[rest] = 0x80;
    std::memset(&tail_[rest + 1], 0, end - rest - 1);
    const std::uint64_t bits = __builtin_bswap64(8 * length);
    std::memcpy(&tail_[end], &bits, sizeof bits);
  }

  std::string_view bytes_;
  std::size_t prefix_ = 0, whole_ = 0, blocks_ = 0;  // whole: without a byte of padding
  std::array<std::uint8_t, block_bytes> head_;
  std::array<std::uint8_t, 2 * block_bytes> tail_;
};

}  // namespace gait::record
