#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace gait::record {

// `prefix || bytes` with the padding of SHA-256, cut into blocks of 64 bytes. Only the first block
// and the last one or two are copied, the others are read where they lie.
class BlockedMessage {
 public:
  static constexpr std::size_t block_bytes = 64;

  // Blocks that lie in a row.
  struct Run {
    const std::uint8_t* start = nullptr;
    std::size_t count = 0;
  };

  BlockedMessage() = default;
  // The prefix has at most one byte. The bytes live as long as this.
  BlockedMessage(std::string_view prefix, std::string_view bytes)
      : bytes_(bytes), prefix_(prefix.size()) {
    const std::size_t length = prefix.size() + bytes.size();
    whole_ = length / block_bytes;
    blocks_ = (length + 8) / block_bytes + 1;
    const std::size_t tail_start = whole_ * block_bytes;
    if (whole_ > 0 && prefix_ > 0) {
      head_[0] = static_cast<std::uint8_t>(prefix[0]);
      std::memcpy(head_.data() + prefix_, bytes.data(), block_bytes - prefix_);
    }
    std::size_t at = 0;
    if (whole_ == 0 && prefix_ > 0) tail_[at++] = static_cast<std::uint8_t>(prefix[0]);
    const std::string_view rest = bytes.substr(tail_start - (whole_ > 0 ? prefix_ : 0));
    if (!rest.empty()) std::memcpy(tail_.data() + at, rest.data(), rest.size());
    tail_[at + rest.size()] = 0x80;
    std::uint8_t* end = tail_.data() + (blocks_ - whole_) * block_bytes;
    for (std::uint64_t bits = 8 * length; bits > 0; bits >>= 8)
      *--end = static_cast<std::uint8_t>(bits);
  }

  std::size_t blocks() const { return blocks_; }

  // The run that begins at block `first`, which is below `blocks()`.
  Run run(std::size_t first) const {
    if (first >= whole_) return {tail_.data() + (first - whole_) * block_bytes, blocks_ - first};
    if (first == 0 && prefix_ > 0) return {head_.data(), 1};
    const auto* middle = reinterpret_cast<const std::uint8_t*>(bytes_.data()) - prefix_;
    return {middle + first * block_bytes, whole_ - first};
  }

 private:
  std::string_view bytes_;
  std::size_t prefix_ = 0, whole_ = 0, blocks_ = 0;  // whole: without a byte of padding
  std::array<std::uint8_t, block_bytes> head_;
  std::array<std::uint8_t, 2 * block_bytes> tail_{};
};

}  // namespace gait::record
