#include "detect/make_group_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detect/kind.h"

namespace gait::detect {
namespace {

constexpr double group_risk_max = 64;  // the top of medium

// The episode that departs most in the facet of the shift, cut down to that facet, and with the
// events of all.
Episode joined(const GroupShift& shift, const std::vector<Episode>& episodes) {
  const auto facet = static_cast<std::size_t>(shift.facet);
  const std::size_t strongest = *std::ranges::max_element(
      shift.episodes, {}, [&](std::size_t i) { return episodes[i].facets[facet].deviation.bits; });
  Episode sum = episodes[strongest];
  for (std::size_t f = 0; f < facet_count; ++f)
    if (f != facet) sum.facets[f] = {};
  FacetEvidence& evidence = sum.facets[facet];
  evidence.values = {shift.value};
  evidence.deviation.value = shift.value;
  sum.criticality = evidence.severity;
  sum.events.clear();
  sum.activities = sum.denied = 0;
  for (const std::size_t i : shift.episodes) {
    const Episode& member = episodes[i];
    sum.first = std::min(sum.first, member.first);
    sum.last = std::max(sum.last, member.last);
    sum.activities += member.activities;
    for (const EventId& event : member.events)
      if (sum.events.size() < episode_events_max) sum.events.push_back(event);
  }
  const double share = static_cast<double>(shift.identities.size()) / std::max(shift.members, 1U);
  evidence.deviation.bits =
      std::max(0.1F, evidence.deviation.bits + static_cast<float>(std::log2(share)));
  return sum;
}

}  // namespace

Finding make_group_finding(const GroupShift& shift, const std::vector<Episode>& episodes,
                           const FindingContext& context, const Names& names,
                           const SymbolTable& symbols) {
  Finding finding = make_finding(joined(shift, episodes), context, names, symbols);
  const KindInfo& kind = group_shift_kind();
  finding.kind = kind.name;
  finding.identity = "group:" + shift.group;
  finding.id =
      finding_id(finding.identity + std::string(names(shift.value)), finding.time, finding.kind);
  finding.title = fmt::format("{} of {} identities of {} at once: {}", shift.identities.size(),
                              shift.members, shift.group, finding.deviations.front().seen);
  finding.risk = std::clamp(finding.risk, finding_risk_min, group_risk_max);
  finding.severity = severity_of(finding.risk);
  finding.next_steps.assign(kind.next_steps.begin(), kind.next_steps.end());
  for (const Symbol identity : shift.identities) finding.members.emplace_back(names(identity));
  std::ranges::sort(finding.members);
  return finding;
}

void remove_shift(const GroupShift& shift, std::vector<Episode>& episodes) {
  for (const std::size_t i : shift.episodes) {
    FacetEvidence& evidence = episodes[i].facets[static_cast<std::size_t>(shift.facet)];
    std::erase(evidence.values, shift.value);
    if (evidence.deviation.value == shift.value) evidence = {};
  }
}

}  // namespace gait::detect
