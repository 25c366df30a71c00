#include <algorithm>
#include <array>

#include "record/hash_drivers.h"

namespace gait::record {
namespace {

constexpr std::size_t lanes = LaneStates::lanes;

// With fewer lanes than this at work the SHA instructions are faster.
constexpr std::size_t worthwhile_lanes = 10;

constexpr std::array<std::uint8_t, BlockedMessage::block_bytes> no_block{};

void set_state(LaneStates& states, std::size_t lane, const Sha256State& state) {
  for (std::size_t i = 0; i < 8; ++i) states.words[i][lane] = state.words[i];
}

Sha256State state_of(const LaneStates& states, std::size_t lane) {
  Sha256State state;
  for (std::size_t i = 0; i < 8; ++i) state.words[i] = states.words[i][lane];
  return state;
}

// 16 messages at work, each taking another one when it is done.
class LaneHasher {
 public:
  explicit LaneHasher(MessageQueue queue) : queue_(queue) {
    for (std::size_t j = 0; j < lanes; ++j) refill(j);
  }

  // Goes on until no more than this many lanes have work.
  void run_down_to(std::size_t working) {
    while (working_ > working) {
      compress_lanes_avx512(states_, blocks_.data());
      for (std::size_t j = 0; j < lanes; ++j)
        if (works_[j]) step(j);
    }
  }
  void finish_by_sha_ni() {
    for (std::size_t j = 0; j < lanes; ++j) {
      if (!works_[j]) continue;
      Sha256State state = state_of(states_, j);
      finish_lane_sha_ni(lanes_[j], state);
    }
  }

 private:
  void step(std::size_t j) {
    Lane& lane = lanes_[j];
    lane.advance(1);
    blocks_[j] = lane.run().start;
    if (!lane.is_done()) return;
    lane.finish(state_of(states_, j));
    --working_;
    refill(j);
  }
  void refill(std::size_t j) {
    works_[j] = !queue_.empty();
    blocks_[j] = no_block.data();
    if (!works_[j]) return;
    lanes_[j].start(queue_);
    blocks_[j] = lanes_[j].run().start;
    set_state(states_, j, {});
    ++working_;
  }

  MessageQueue queue_;
  LaneStates states_{};
  std::array<Lane, lanes> lanes_;
  std::array<const std::uint8_t*, lanes> blocks_{};
  std::array<bool, lanes> works_{};
  std::size_t working_ = 0;
};

// Sixteen nodes. `01 || 32 children` lies in a row, so block j begins at the last byte of the pair
// before it, which the second block of that pair keeps.
void hash_sixteen_pairs(const Hash* children, Hash* parents) {
  constexpr std::size_t block_bytes = BlockedMessage::block_bytes;
  std::array<std::uint8_t, lanes * block_bytes + 1> first;
  std::array<std::uint8_t, lanes * block_bytes> second{};
  std::array<const std::uint8_t*, lanes> first_blocks, second_blocks;
  std::memcpy(first.data() + 1, children, lanes * block_bytes);
  for (std::size_t j = 0; j < lanes; ++j) {
    std::uint8_t* tail = &second[j * block_bytes];
    tail[0] = first[(j + 1) * block_bytes];
    tail[1] = 0x80;
    tail[block_bytes - 2] = 2;  // 65 bytes are 0x208 bits
    tail[block_bytes - 1] = 8;
    second_blocks[j] = tail;
  }
  LaneStates states;
  for (std::size_t j = 0; j < lanes; ++j) {
    first[j * block_bytes] = static_cast<std::uint8_t>(node_prefix);
    first_blocks[j] = &first[j * block_bytes];
    set_state(states, j, {});
  }
  compress_lanes_avx512(states, first_blocks.data());
  compress_lanes_avx512(states, second_blocks.data());
  for (std::size_t j = 0; j < lanes; ++j) parents[j] = state_of(states, j).hash();
}

}  // namespace

void hash_all_avx512(MessageQueue queue, bool sha_ni_too) {
  if (sha_ni_too && queue.messages.size() < worthwhile_lanes) return hash_all_sha_ni(queue);
  LaneHasher hasher(queue);
  hasher.run_down_to(sha_ni_too ? worthwhile_lanes - 1 : 0);
  hasher.finish_by_sha_ni();
}

void hash_pairs_avx512(std::span<const Hash> children, std::span<Hash> parents, bool sha_ni_too) {
  std::size_t i = 0;
  for (; i + lanes <= parents.size(); i += lanes) hash_sixteen_pairs(&children[2 * i], &parents[i]);
  if (i == parents.size()) return;
  if (sha_ni_too) return hash_pairs_sha_ni(children.subspan(2 * i), parents.subspan(i));
  std::array<Hash, 2 * lanes> rest{};
  std::array<Hash, lanes> hashes;
  std::ranges::copy(children.subspan(2 * i), rest.begin());
  hash_sixteen_pairs(rest.data(), hashes.data());
  std::copy_n(hashes.begin(), parents.size() - i, parents.begin() + static_cast<std::ptrdiff_t>(i));
}

}  // namespace gait::record
