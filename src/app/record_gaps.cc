#include "app/record_gaps.h"

#include <algorithm>
#include <iterator>

namespace gait::app {

void SequenceGaps::see(const record::Entry& entry) {
  const std::uint64_t number = entry.sequence;
  if (number == 0) return;
  Ranges& ranges = seen_[{entry.source, entry.received.ns}];
  auto next = ranges.upper_bound(number);
  auto mine = ranges.end();
  if (next != ranges.begin()) {
    mine = std::prev(next);
    if (number <= mine->second) return;
    if (mine->second + 1 == number)
      mine->second = number;
    else
      mine = ranges.end();
  }
  if (mine == ranges.end()) mine = ranges.emplace(number, number).first;
  next = std::next(mine);
  if (next == ranges.end() || next->first != number + 1) return;
  mine->second = next->second;
  ranges.erase(next);
}

std::vector<SequenceGap> SequenceGaps::gaps() const {
  std::vector<SequenceGap> gaps;
  for (const auto& [source, ranges] : seen_) {
    std::uint64_t expected = 1;
    for (const auto& [first, last] : ranges) {
      if (first > expected) gaps.push_back({source.first, {source.second}, expected, first - 1});
      expected = last + 1;
    }
  }
  return gaps;
}

}  // namespace gait::app
