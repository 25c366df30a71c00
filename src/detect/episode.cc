#include "detect/episode.h"

#include <algorithm>
#include <cmath>

namespace gait::detect {
namespace {

constexpr double opening_bits = 6;
constexpr float open_bits = 8;

double criticality_of(const Activity& activity) {
  return activity.outcome == Outcome::success ? activity.severity
                                              : std::max(1.0, activity.severity / 2.0);
}

void note_facet(Episode& episode, const MinuteDeparture& departure,
                std::span<const Activity> minute) {
  const Deviation& deviation = departure.deviation;
  FacetEvidence& evidence = episode.facets[static_cast<std::size_t>(deviation.facet)];
  const bool first = evidence.deviation.bits == 0;
  if (!first) ++evidence.others;
  if (deviation.value && evidence.values.size() < episode_values_max &&
      std::ranges::find(evidence.values, deviation.value) == evidence.values.end())
    evidence.values.push_back(deviation.value);
  const Activity* shown =
      departure.first < 0 ? nullptr : &minute[static_cast<std::size_t>(departure.first)];
  if (shown != nullptr) evidence.severity = std::max(evidence.severity, shown->severity);
  // An amount that grows within its bin keeps its bits; the greatest is what people want to hear.
  const bool same = deviation.bits == evidence.deviation.bits;
  if (deviation.bits < evidence.deviation.bits) return;
  if (same && deviation.amount <= evidence.deviation.amount) return;
  evidence.deviation = deviation;
  evidence.classes = shown == nullptr ? ActionClasses{} : shown->classes;
}

void note_time(Episode& episode, const MinuteDeparture& departure,
               std::span<const Activity> minute) {
  const Deviation& d = departure.deviation;
  if (!d.value || episode.value_times.size() >= episode_value_times_max) return;
  if (std::ranges::any_of(episode.value_times, [&](const ValueTime& seen) {
        return seen.facet == d.facet && seen.value == d.value;
      }))
    return;
  const std::size_t at = departure.first < 0 ? 0 : static_cast<std::size_t>(departure.first);
  episode.value_times.push_back({d.facet, d.value, minute[at].time});
}

void note_action(Episode& episode, const Activity& activity) {
  episode.criticality = std::max(episode.criticality, criticality_of(activity));
  episode.classes.bits |= activity.classes.bits;
  if (episode.actions.size() < episode_actions_max &&
      std::ranges::find(episode.actions, activity.action) == episode.actions.end())
    episode.actions.push_back(activity.action);
}

// Which activities of the minute are out of character: those that showed a departure, or all when
// it is the minute as a whole that departs and nothing smaller does.
void note_activities(Episode& episode, std::span<const Activity> minute,
                     std::span<const MinuteDeparture> departures) {
  bool any = false;
  for (const MinuteDeparture& d : departures) {
    if (d.first < 0) continue;
    note_action(episode, minute[static_cast<std::size_t>(d.first)]);
    any = true;
  }
  for (const Activity& activity : minute) {
    if (!any) note_action(episode, activity);
    if (episode.events.size() < episode_events_max) episode.events.push_back(activity.event);
    if (activity.outcome == Outcome::denied) ++episode.denied;
  }
  episode.activities += minute.size();
}

Episode start(const Activity& activity, PeerGroup group) {
  Episode episode;
  episode.identity = activity.identity;
  episode.group = group.id;
  episode.group_hours = group.hours;
  episode.first = activity.time;
  return episode;
}

bool can_extend(const Episode& episode, Timestamp time) {
  return time.seconds() - episode.last.seconds() <= episode_gap_seconds &&
         time.seconds() - episode.first.seconds() <= episode_length_seconds_max;
}

}  // namespace

FacetBits Episode::facet_bits() const {
  FacetBits bits{};
  for (std::size_t i = 0; i < facet_count; ++i) bits[i] = facets[i].deviation.bits;
  return bits;
}

Timestamp Episode::time_of(Facet facet, Symbol value) const {
  for (const ValueTime& seen : value_times)
    if (seen.facet == facet && seen.value == value) return seen.time;
  return first;
}

void Episode::scale_from(const FacetBits& before) {
  const auto share_left = [](double now, double then) { return then > 0 ? now / then : 0.0; };
  const auto combined = [](FacetBits of) {
    of[static_cast<std::size_t>(Facet::burst)] = 0;
    return -std::log2(probability(question_bits(of)));
  };
  constexpr auto burst = static_cast<std::size_t>(Facet::burst);
  const FacetBits now = facet_bits();
  const double baseline = share_left(combined(now), combined(before));
  lanes[static_cast<std::size_t>(Lane::baseline)] *= baseline;
  lanes[static_cast<std::size_t>(Lane::chain)] *= baseline;
  lanes[static_cast<std::size_t>(Lane::volume)] *= share_left(now[burst], before[burst]);
  evidence.bits *= baseline;
}

Lane Episode::lane() const {
  const auto most = std::ranges::max_element(lanes) - lanes.begin();
  return evidence.bits > lanes[static_cast<std::size_t>(most)] ? Lane::baseline
                                                               : static_cast<Lane>(most);
}

double Episode::bits() const { return std::max(*std::ranges::max_element(lanes), evidence.bits); }

void Episodes::add(std::span<const Activity> minute, PeerGroup group,
                   std::span<const MinuteDeparture> departures, const LaneBits& lanes,
                   const Accumulated& evidence) {
  if (departures.empty()) return;
  const Activity& head = minute.front();
  auto found = open_.find(head.identity);
  if (found != open_.end() && !can_extend(found->second, head.time)) {
    done_.push_back(std::move(found->second));
    open_.erase(found);
    found = open_.end();
  }
  if (found == open_.end()) {
    if (std::max(*std::ranges::max_element(lanes), evidence.bits) < opening_bits) return;
    found = open_.emplace(head.identity, start(head, group)).first;
  }
  Episode& episode = found->second;
  episode.last = minute.back().time;
  for (std::size_t i = 0; i < lane_count; ++i)
    episode.lanes[i] = std::max(episode.lanes[i], lanes[i]);
  if (evidence.bits > episode.evidence.bits) episode.evidence = evidence;
  for (const MinuteDeparture& departure : departures) {
    note_facet(episode, departure, minute);
    note_time(episode, departure, minute);
  }
  note_activities(episode, minute, departures);
  const Activity& shown = departures.front().first < 0
                              ? head
                              : minute[static_cast<std::size_t>(departures.front().first)];
  if (!episode.credential) {
    episode.credential = shown.credential;
    episode.credential_kind = shown.credential_kind;
  }
  if (!episode.delegator) episode.delegator = shown.delegator;
  if (!episode.network) episode.network = shown.network;
}

std::uint32_t Episodes::open_facets(Symbol identity) const {
  const auto found = open_.find(identity);
  if (found == open_.end()) return 0;
  std::uint32_t facets = 0;
  for (std::size_t i = 0; i < facet_count; ++i)
    if (found->second.facets[i].deviation.bits >= open_bits) facets |= std::uint32_t{1} << i;
  return facets;
}

void Episodes::close(Timestamp now, std::vector<Episode>& closed) {
  for (auto at = open_.begin(); at != open_.end();) {
    if (can_extend(at->second, now)) {
      ++at;
      continue;
    }
    closed.push_back(std::move(at->second));
    at = open_.erase(at);
  }
  std::ranges::move(done_, std::back_inserter(closed));
  done_.clear();
}

}  // namespace gait::detect
