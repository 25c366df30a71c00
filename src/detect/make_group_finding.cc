#include "detect/make_group_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detect/kind.h"

namespace gait::detect {
namespace {

constexpr double group_risk_max = 64;  // the top of medium

// Amounts that depart this much in a member stay its own: a move does not hide an export.
constexpr float amount_bits_kept = 12;

// Takes one move of a member over when it is the strongest of its facet so far.
void join_move(const GroupShift::Move& move, const Episode& member, Episode& sum) {
  const FacetEvidence& evidence = member.facets[static_cast<std::size_t>(move.facet)];
  if (std::ranges::find(evidence.values, move.value) == evidence.values.end()) return;
  FacetEvidence& joint = sum.facets[static_cast<std::size_t>(move.facet)];
  std::vector<Symbol> values = joint.values;
  if (std::ranges::find(values, move.value) == values.end() && values.size() < episode_values_max)
    values.push_back(move.value);
  sum.criticality = std::max<double>(sum.criticality, evidence.severity);
  if (evidence.deviation.bits > joint.deviation.bits) {
    joint = evidence;
    joint.deviation.value = move.value;
  }
  joint.values = std::move(values);
}

// What the group did alike, out of the member that departs most in each; with the events of all.
Episode joined(const GroupShift& shift, const std::vector<Episode>& episodes) {
  Episode sum = episodes[shift.episodes.front()];
  sum.facets = {};
  sum.evidence = {};
  sum.events.clear();
  sum.activities = sum.denied = 0;
  sum.criticality = 1;
  for (const std::size_t i : shift.episodes) {
    const Episode& member = episodes[i];
    sum.first = std::min(sum.first, member.first);
    sum.last = std::max(sum.last, member.last);
    sum.activities += member.activities;
    for (std::size_t lane = 0; lane < lane_count; ++lane)
      sum.lanes[lane] = std::max(sum.lanes[lane], member.lanes[lane]);
    for (const EventId& event : member.events)
      if (sum.events.size() < episode_events_max) sum.events.push_back(event);
    for (const GroupShift::Move& move : shift.moves) join_move(move, member, sum);
  }
  const double share = static_cast<double>(shift.identities.size()) / std::max(shift.members, 1U);
  for (FacetEvidence& evidence : sum.facets)
    if (evidence.deviation.bits > 0)
      evidence.deviation.bits =
          std::max(0.1F, evidence.deviation.bits + static_cast<float>(std::log2(share)));
  for (double& lane : sum.lanes) lane = std::max(0.0, lane + std::log2(share));
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
  finding.id = finding_id(finding.identity + std::string(names(shift.moves.front().value)),
                          finding.time, finding.kind);
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
    if (episodes[i].certain) continue;
    const FacetBits before = episodes[i].facet_bits();
    for (const GroupShift::Move& move : shift.moves) {
      FacetEvidence& evidence = episodes[i].facets[static_cast<std::size_t>(move.facet)];
      std::erase(evidence.values, move.value);
      if (evidence.deviation.value != move.value) continue;
      // What a member did besides, alone, stays: a deployment is a good place to hide.
      if (evidence.values.empty())
        evidence = {};
      else
        evidence.deviation.value = evidence.values.front();
    }
    // A little more work, at other times, is what a move looks like from the side of the amounts.
    for (std::size_t f = 0; f < facet_count; ++f) {
      FacetEvidence& evidence = episodes[i].facets[f];
      if ((facet_table[f].question == Question::how_much ||
           facet_table[f].question == Question::when) &&
          evidence.deviation.bits < amount_bits_kept)
        evidence = {};
    }
    episodes[i].evidence = {};  // it had added up by the same move
    episodes[i].scale_from(before);
  }
}

}  // namespace gait::detect
