#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "record/blocked_message.h"
#include "record/compress.h"
#include "record/hash.h"

namespace gait::record {

// The state of a message between two blocks.
struct Sha256State {
  std::uint32_t words[8] = {sha256_start[0], sha256_start[1], sha256_start[2], sha256_start[3],
                            sha256_start[4], sha256_start[5], sha256_start[6], sha256_start[7]};

  Hash hash() const {
    Hash bytes;
    for (std::size_t i = 0; i < 8; ++i) {
      const std::uint32_t word = __builtin_bswap32(words[i]);
      std::memcpy(bytes.data() + 4 * i, &word, sizeof word);
    }
    return bytes;
  }
};

// Messages that wait for a lane, and where their hashes go.
struct MessageQueue {
  std::string_view prefix;
  std::span<const std::string_view> messages;
  std::span<Hash> out;
  std::size_t taken = 0;

  bool empty() const { return taken == messages.size(); }
};

// One of the messages that are hashed side by side. A lane that is done takes the next, so that
// long messages do not hold up short ones.
class Lane {
 public:
  Lane() = default;
  Lane(const Lane&) = delete;  // points into itself
  Lane& operator=(const Lane&) = delete;

  // Takes a message from the queue, which is not empty.
  void start(MessageQueue& queue) {
    message_.set(queue.prefix, queue.messages[queue.taken]);
    out_ = &queue.out[queue.taken++];
    block_ = 0;
    run_ = message_.run(0);
  }
  bool is_done() const { return block_ == message_.blocks(); }

  // Blocks that lie in a row; `advance` by at most their number.
  const BlockedMessage::Run& run() const { return run_; }
  void advance(std::size_t count) {
    block_ += count;
    run_.start += count * BlockedMessage::block_bytes;
    run_.count -= count;
    if (run_.count == 0 && !is_done()) run_ = message_.run(block_);
  }
  void finish(const Sha256State& state) { *out_ = state.hash(); }

 private:
  BlockedMessage message_;
  BlockedMessage::Run run_;
  Hash* out_ = nullptr;
  std::size_t block_ = 0;
};

}  // namespace gait::record
