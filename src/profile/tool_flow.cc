#include "profile/tool_flow.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace gait::profile {
namespace {

constexpr std::size_t keys_max = 16'384, members_max = 65'536;
constexpr std::array sources{ValueSource::task, ValueSource::field, ValueSource::part,
                             ValueSource::nowhere};
constexpr double jobs_of_prior = 2;
constexpr double probability_min = 1e-9;

// One level of what is known: its key, and what counts as one more there.
struct Level {
  std::uint64_t key = 0, member = 0;
};

// From any value to the tool's own parameter.
std::array<Level, 4> levels_of(Symbol tool, const Argument& argument) {
  const auto shape = static_cast<std::uint64_t>(argument.shape) + 1;
  const std::uint64_t place = hash_combine(tool.value, argument.parameter.value);
  const std::uint64_t named = hash_combine(argument.parameter.value, shape);
  return {Level{hash_combine(0, 1), place}, Level{hash_combine(shape, 2), place},
          Level{hash_combine(named, 3), tool.value},
          Level{hash_combine(hash_combine(tool.value, named), 4), 0}};
}

std::uint64_t with_source(std::uint64_t key, ValueSource source) {
  const std::uint64_t hash = hash_combine(key, static_cast<std::uint64_t>(source));
  return hash == 0 ? 1 : hash;
}

}  // namespace

ToolFlow::ToolFlow() : counts_(keys_max, members_max) {}

ToolFlow::Verdict ToolFlow::judge(Symbol tool, const Argument& argument) const {
  if (argument.source == ValueSource::unknown) return {};
  std::array<double, sources.size()> p{};
  p.fill(1.0 / sources.size());
  for (const Level& level : levels_of(tool, argument)) {
    std::array<double, sources.size()> jobs{};
    double total = 0;
    for (std::size_t s = 0; s < sources.size(); ++s)
      total += jobs[s] = counts_.count(with_source(level.key, sources[s]));
    for (std::size_t s = 0; s < sources.size(); ++s)
      p[s] = (jobs[s] + jobs_of_prior * p[s]) / (total + jobs_of_prior);
  }
  const auto place = std::ranges::find(sources, argument.source) - sources.begin();
  const double own = p[static_cast<std::size_t>(place)];
  double no_likelier = 0;
  for (const double one : p) no_likelier += one <= own * (1 + 1e-9) ? one : 0;
  const auto most = std::ranges::max_element(p) - p.begin();
  return {-std::log2(std::clamp(no_likelier, probability_min, 1.0)),
          sources[static_cast<std::size_t>(most)]};
}

void ToolFlow::learn(std::uint64_t job, Symbol tool, const Argument& argument) {
  if (argument.source == ValueSource::unknown) return;
  for (const Level& level : levels_of(tool, argument))
    counts_.add(with_source(level.key, argument.source), hash_combine(job, level.member));
}

}  // namespace gait::profile
