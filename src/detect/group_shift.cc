#include "detect/group_shift.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <tuple>

namespace gait::detect {
namespace {

using Key = std::tuple<Facet, Symbol, std::string>;

struct Candidate {
  std::int64_t second = 0;  // when the value departed
  std::size_t episode = 0;
  bool strong = false;

  auto operator<=>(const Candidate&) const = default;
};
struct Candidates {
  std::uint32_t members = 0;
  std::vector<Candidate> all;
};

// Every way in which episodes could belong to one shift.
std::map<Key, Candidates> gather(const std::vector<Episode>& episodes,
                                 const std::vector<std::vector<Grouping>>& groupings) {
  std::map<Key, Candidates> all;
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    for (const FacetEvidence& evidence : episodes[i].facets) {
      if (evidence.deviation.bits < shift_join_bits_min) continue;
      for (const Symbol value : evidence.values) {
        const Facet facet = evidence.deviation.facet;
        for (const Grouping& grouping : groupings[i]) {
          Candidates& c = all[{facet, value, grouping.name}];
          c.members = grouping.members;
          c.all.push_back({episodes[i].time_of(facet, value).seconds(), i,
                           evidence.deviation.bits >= shift_bits_min});
        }
      }
    }
  }
  for (auto& [key, candidates] : all) std::ranges::sort(candidates.all);
  return all;
}

// The run from `from` that is one shift by its times.
std::size_t run_end(const std::vector<Candidate>& run, std::size_t from) {
  std::size_t to = from + 1;
  for (; to < run.size(); ++to) {
    const std::int64_t length = run[to].second - run[from].second;
    const std::int64_t pause = run[to].second - run[to - 1].second;
    if (length > shift_length_seconds_max) break;
    if (length > shift_seconds && pause > shift_pause_seconds) break;
  }
  return to;
}

GroupShift shift_of(const Key& key, std::uint32_t members, std::span<const Candidate> run,
                    const std::vector<Episode>& episodes) {
  std::set<Symbol> identities;
  std::set<std::size_t> in;
  for (const Candidate& candidate : run) {
    identities.insert(episodes[candidate.episode].identity);
    in.insert(candidate.episode);
  }
  GroupShift shift;
  shift.moves = {{std::get<Facet>(key), std::get<Symbol>(key)}};
  shift.group = std::get<std::string>(key);
  shift.members = members;
  shift.episodes.assign(in.begin(), in.end());
  shift.identities.assign(identities.begin(), identities.end());
  return shift;
}

void cut_shifts(const Key& key, const Candidates& candidates, const std::vector<Episode>& episodes,
                std::vector<GroupShift>& shifts) {
  const std::vector<Candidate>& all = candidates.all;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = run_end(all, from);
    std::set<Symbol> strong;
    for (std::size_t i = from; i < to; ++i)
      if (all[i].strong) strong.insert(episodes[all[i].episode].identity);
    const double share = static_cast<double>(strong.size()) / std::max(candidates.members, 1U);
    if (strong.size() < shift_identities_min || share < shift_share_min) {
      ++from;
      continue;
    }
    while (to < all.size() && all[to].second - all[from].second <= shift_length_seconds_max) ++to;
    shifts.push_back(
        shift_of(key, candidates.members, std::span(all).subspan(from, to - from), episodes));
    from = to;
  }
}

template <class Value>
std::size_t common(const std::vector<Value>& a, const std::vector<Value>& b) {
  std::vector<Value> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

template <class Value>
void join(std::vector<Value>& a, const std::vector<Value>& b) {
  std::vector<Value> either;
  std::ranges::set_union(a, b, std::back_inserter(either));
  a = std::move(either);
}

bool same_event(const GroupShift& a, const GroupShift& b) {
  return common(a.episodes, b.episodes) * 2 >= std::min(a.episodes.size(), b.episodes.size());
}

bool only_amounts_and_times(const Episode& episode) {
  for (std::size_t f = 0; f < facet_count; ++f)
    if (episode.facets[f].deviation.bits >= shift_bits_min &&
        facet_table[f].question != Question::how_much && facet_table[f].question != Question::when)
      return false;
  return true;
}

// New software works in its own rhythm and volume: what its members show of that in the day after
// the shift belongs to it.
void take_in_what_follows(GroupShift& shift, const std::vector<Episode>& episodes) {
  const std::int64_t begin = episodes[shift.episodes.front()].first.seconds();
  std::vector<std::size_t> after;
  for (std::size_t i = shift.episodes.front(); i < episodes.size(); ++i) {
    if (episodes[i].first.seconds() - begin > shift_length_seconds_max) break;
    if (std::ranges::binary_search(shift.identities, episodes[i].identity) &&
        only_amounts_and_times(episodes[i]))
      after.push_back(i);
  }
  join(shift.episodes, after);
}

double share(const GroupShift& s) {
  return static_cast<double>(s.identities.size()) / std::max(s.members, 1U);
}

}  // namespace

std::vector<GroupShift> find_group_shifts(const std::vector<Episode>& episodes,
                                          const std::vector<std::vector<Grouping>>& groupings) {
  std::vector<GroupShift> shifts;
  for (const auto& [key, candidates] : gather(episodes, groupings))
    if (candidates.all.size() >= shift_identities_min)
      cut_shifts(key, candidates, episodes, shifts);

  // The largest first: what only some of its members did besides belongs to the same event, and so
  // does the same seen through another grouping.
  std::ranges::stable_sort(shifts, [](const GroupShift& a, const GroupShift& b) {
    return std::tuple(b.identities.size(), share(b)) < std::tuple(a.identities.size(), share(a));
  });
  std::vector<GroupShift> kept;
  for (GroupShift& shift : shifts) {
    const auto whole =
        std::ranges::find_if(kept, [&](const GroupShift& k) { return same_event(k, shift); });
    if (whole == kept.end()) {
      kept.push_back(std::move(shift));
      continue;
    }
    join(whole->episodes, shift.episodes);
    join(whole->identities, shift.identities);
    const GroupShift::Move move = shift.moves.front();
    const bool known = std::ranges::any_of(whole->moves, [&](const GroupShift::Move& m) {
      return m.facet == move.facet && m.value == move.value;
    });
    if (!known) whole->moves.push_back(move);
  }
  for (GroupShift& shift : kept) take_in_what_follows(shift, episodes);
  return kept;
}

}  // namespace gait::detect
