#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/fold.h"

namespace gait::app {

// Gathers one line per activity for `--scores`: how much it departed, facet by facet. Lines come
// out in order of time and event, whatever the threads.
class Scores {
 public:
  explicit Scores(const SymbolTable& symbols) : symbols_(symbols) {}

  engine::Witness witness();

  // NDJSON, docs/scores.schema.json.
  std::string take();

 private:
  struct Score {
    EventId event;
    Timestamp time;
    Symbol identity;
    float probability = 1, risk = 0;
    std::array<float, facet_count> bits{};
  };
  static Score score(const Activity& activity, const engine::JudgedMinute& minute);

  const SymbolTable& symbols_;
  std::array<std::vector<Score>, engine::shard_count> shards_;
};

}  // namespace gait::app
