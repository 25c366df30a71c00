#include "detect/group_shift.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace gait::detect {
namespace {

using Key = std::tuple<Facet, Symbol, std::string>;

struct Candidates {
  std::uint32_t members = 0;
  std::vector<std::size_t> episodes;
};

// Every way in which episodes could belong to one shift.
std::map<Key, Candidates> gather(const std::vector<Episode>& episodes,
                                 const std::vector<std::vector<Grouping>>& groupings) {
  std::map<Key, Candidates> all;
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    for (const FacetEvidence& evidence : episodes[i].facets) {
      if (evidence.deviation.bits < shift_bits_min) continue;
      for (const Symbol value : evidence.values) {
        for (const Grouping& grouping : groupings[i]) {
          Candidates& c = all[{evidence.deviation.facet, value, grouping.name}];
          c.members = grouping.members;
          c.episodes.push_back(i);
        }
      }
    }
  }
  return all;
}

// The run of episodes from `from` that begin within the time of one shift.
std::size_t run_end(const std::vector<Episode>& episodes, const std::vector<std::size_t>& run,
                    std::size_t from) {
  const std::int64_t start = episodes[run[from]].first.seconds();
  std::size_t to = from;
  while (to < run.size() && episodes[run[to]].first.seconds() - start <= shift_seconds) ++to;
  return to;
}

void cut_shifts(const Key& key, const Candidates& candidates, const std::vector<Episode>& episodes,
                std::vector<GroupShift>& shifts) {
  for (std::size_t from = 0; from < candidates.episodes.size();) {
    const std::size_t to = run_end(episodes, candidates.episodes, from);
    std::set<Symbol> identities;
    for (std::size_t i = from; i < to; ++i)
      identities.insert(episodes[candidates.episodes[i]].identity);
    const double share = static_cast<double>(identities.size()) / std::max(candidates.members, 1U);
    if (identities.size() < shift_identities_min || share < shift_share_min) {
      ++from;
      continue;
    }
    GroupShift shift;
    shift.moves = {{std::get<Facet>(key), std::get<Symbol>(key)}};
    shift.group = std::get<std::string>(key);
    shift.members = candidates.members;
    shift.episodes.assign(candidates.episodes.begin() + static_cast<std::ptrdiff_t>(from),
                          candidates.episodes.begin() + static_cast<std::ptrdiff_t>(to));
    shift.identities.assign(identities.begin(), identities.end());
    shifts.push_back(std::move(shift));
    from = to;
  }
}

double share(const GroupShift& s) {
  return static_cast<double>(s.identities.size()) / std::max(s.members, 1U);
}

}  // namespace

std::vector<GroupShift> find_group_shifts(const std::vector<Episode>& episodes,
                                          const std::vector<std::vector<Grouping>>& groupings) {
  std::vector<GroupShift> shifts;
  for (const auto& [key, candidates] : gather(episodes, groupings))
    if (candidates.episodes.size() >= shift_identities_min)
      cut_shifts(key, candidates, episodes, shifts);

  // The largest first: what only some of its members did besides belongs to the same event, and so
  // does the same seen through another grouping.
  std::ranges::stable_sort(shifts, [](const GroupShift& a, const GroupShift& b) {
    return std::tuple(b.identities.size(), share(b)) < std::tuple(a.identities.size(), share(a));
  });
  std::vector<GroupShift> kept;
  for (GroupShift& shift : shifts) {
    const auto whole = std::ranges::find_if(kept, [&](const GroupShift& k) {
      return std::ranges::includes(k.episodes, shift.episodes);
    });
    if (whole == kept.end()) {
      kept.push_back(std::move(shift));
      continue;
    }
    const GroupShift::Move move = shift.moves.front();
    const bool known = std::ranges::any_of(whole->moves, [&](const GroupShift::Move& m) {
      return m.facet == move.facet && m.value == move.value;
    });
    if (!known) whole->moves.push_back(move);
  }
  return kept;
}

}  // namespace gait::detect
