#include <algorithm>

#include "record/hash_drivers.h"

namespace gait::record {
namespace {

std::string_view pair_bytes(std::span<const Hash> children, std::size_t parent) {
  return {reinterpret_cast<const char*>(&children[2 * parent]), 2 * sizeof(Hash)};
}

// Whether the lane goes on, maybe with another message.
bool refill(Lane& lane, Sha256State& state, MessageQueue& queue) {
  if (!lane.is_done()) return true;
  lane.finish(state);
  if (queue.empty()) return false;
  lane.start(queue);
  state = {};
  return true;
}

}  // namespace

void finish_lane_sha_ni(Lane& lane, Sha256State& state) {
  while (!lane.is_done()) {
    const auto [start, count] = lane.run();
    compress_sha_ni(state.words, start, count);
    lane.advance(count);
  }
  lane.finish(state);
}

void hash_all_sha_ni(MessageQueue queue) {
  if (queue.empty()) return;
  Lane a, b;
  Sha256State state_a, state_b;
  a.start(queue);
  if (queue.empty()) return finish_lane_sha_ni(a, state_a);
  b.start(queue);
  bool more_a = true, more_b = true;
  while (more_a && more_b) {
    const std::size_t count = std::min(a.run().count, b.run().count);
    compress_two_sha_ni(state_a.words, a.run().start, state_b.words, b.run().start, count);
    a.advance(count);
    b.advance(count);
    more_a = refill(a, state_a, queue);
    more_b = refill(b, state_b, queue);
  }
  if (more_a) finish_lane_sha_ni(a, state_a);
  if (more_b) finish_lane_sha_ni(b, state_b);
}

void hash_pairs_sha_ni(std::span<const Hash> children, std::span<Hash> parents) {
  const std::string_view prefix{&node_prefix, 1};
  BlockedMessage a, b;
  std::size_t i = 0;
  for (; i + 2 <= parents.size(); i += 2) {
    a.set(prefix, pair_bytes(children, i));
    b.set(prefix, pair_bytes(children, i + 1));
    Sha256State state_a, state_b;
    for (std::size_t block = 0; block < a.blocks(); ++block)
      compress_two_sha_ni(state_a.words, a.run(block).start, state_b.words, b.run(block).start, 1);
    parents[i] = state_a.hash();
    parents[i + 1] = state_b.hash();
  }
  if (i == parents.size()) return;
  a.set(prefix, pair_bytes(children, i));
  Sha256State state;
  for (std::size_t block = 0; block < a.blocks(); ++block)
    compress_sha_ni(state.words, a.run(block).start, 1);
  parents[i] = state.hash();
}

}  // namespace gait::record
