#include "detect/feedback.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/hash.h"

namespace gait::detect {
namespace {

// Amounts go through decimal text.
constexpr double amount_slack = 1e-6;

std::uint64_t key_of(Symbol identity, Facet facet, Symbol value) {
  return hash_combine(hash_combine(identity.value, static_cast<std::uint64_t>(facet)), value.value);
}

std::string_view name_of(Mark mark) { return mark_names[static_cast<std::size_t>(mark)]; }

// The values that departed, the strongest first; none for amounts.
std::vector<Symbol> values_of(const FacetEvidence& evidence) {
  std::vector<Symbol> values;
  const Symbol strongest = evidence.deviation.value;
  if (strongest) values.push_back(strongest);
  for (const Symbol value : evidence.values)
    if (value != strongest) values.push_back(value);
  return values;
}

bool at_most(double a, double b) { return a <= b + std::abs(b) * amount_slack; }

// Hours are approved by the time of day: what may run at night may do so on any night.
bool same_hour(double a, double b) { return std::llround(a) % 24 == std::llround(b) % 24; }

// No farther from the usual than what was approved, on the side on which it is.
bool within(const Deviation& d, double approved) {
  if (d.facet == Facet::hour) return same_hour(d.amount, approved);
  return d.amount >= d.amount_usual ? at_most(d.amount, approved) : at_most(approved, d.amount);
}

// As far from the usual as what was confirmed, or farther, on the same side.
bool reaches(const Deviation& d, double confirmed) {
  if (d.facet == Facet::hour) return same_hour(d.amount, confirmed);
  const bool high = d.amount >= d.amount_usual;
  if (high != (confirmed >= d.amount_usual)) return false;
  return high ? at_most(confirmed, d.amount) : at_most(d.amount, confirmed);
}

bool in_time(const Approval& approval, const Episode& episode) {
  return approval.mark != Mark::benign ||
         episode.first.seconds() < approval.at.seconds() + benign_seconds;
}

// What a mark leaves of the bits.
double share_left(Mark mark) {
  switch (mark) {
    case Mark::expected:
      return 0;
    case Mark::benign:
      return benign_share;
    case Mark::confirmed:
    case Mark::none:
      return 1;
  }
  return 1;
}

// Which goes before which where both apply.
int strength(Mark mark) {
  switch (mark) {
    case Mark::confirmed:
      return 3;
    case Mark::expected:
      return 2;
    case Mark::benign:
      return 1;
    case Mark::none:
      return 0;
  }
  return 0;
}

std::string effect_text(Mark mark, const std::string& facets, double bits) {
  switch (mark) {
    case Mark::expected:
      return fmt::format("approves {}: -{:.1f} bits", facets, bits);
    case Mark::benign:
      return fmt::format("halves {} for 30 days: -{:.1f} bits", facets, bits);
    case Mark::confirmed:
      return fmt::format("comes again in {}: certain, whatever the budget", facets);
    case Mark::none:
      return {};
  }
  return {};
}

template <class Effects>
void note(Effects& effects, const Approval& approval, double bits) {
  auto& effect = effects[approval.finding];
  const std::string_view facet = info(approval.facet).name;
  if (effect.facets.find(facet) == std::string::npos)
    effect.facets += (effect.facets.empty() ? "" : ", ") + std::string(facet);
  effect.bits += bits;
}

}  // namespace

FeedbackAct act_on(const Finding& finding, Mark mark, Timestamp at, std::string by,
                   std::string reason) {
  FeedbackAct act{at, std::move(by), std::move(reason), finding.id, mark, {}, {}};
  act.identities = finding.members.empty() ? std::vector{finding.identity} : finding.members;
  if (mark == Mark::none) return act;
  for (const Reason& departure : finding.deviations) {
    if (departure.values.empty() && departure.amount <= 0 && departure.facet != "hour") continue;
    const auto found = std::ranges::find(facet_table, departure.facet, &FacetInfo::name);
    if (found == facet_table.end()) continue;  // of a newer version
    const auto facet = static_cast<Facet>(found - facet_table.begin());
    act.facets.push_back({facet, departure.values, departure.amount});
  }
  return act;
}

Feedback::Feedback(std::span<const FeedbackAct> acts) {
  std::map<std::string_view, const FeedbackAct*> last;
  for (const FeedbackAct& act : acts) last[act.finding] = &act;
  for (const auto& [finding, act] : last)
    if (act->mark != Mark::none) add(*act);
}

void Feedback::add(const FeedbackAct& act) {
  marks_[act.finding] = {act.mark, act.by, act.reason, act.at};
  const bool only_values =
      act.mark == Mark::confirmed &&
      std::ranges::any_of(act.facets, [](const MarkedFacet& f) { return !f.values.empty(); });
  for (const std::string& identity : act.identities) {
    for (const MarkedFacet& facet : act.facets) {
      Approval approval{
          symbol_of(identity), facet.facet, {}, facet.amount, act.mark, act.at, act.by,
          act.finding};
      for (const std::string& value : facet.values) {
        approval.value = symbol_of(value);
        add(approval);
      }
      if (facet.values.empty() && !only_values) add(approval);
    }
  }
}

void Feedback::add(const Approval& approval) {
  identities_.insert(approval.identity);
  approvals_[key_of(approval.identity, approval.facet, approval.value)].push_back(approval);
}

// The approval that goes before all others that apply.
template <class Applies>
const Approval* Feedback::strongest(Symbol identity, Facet facet, Symbol value,
                                    Applies applies) const {
  if (!identities_.contains(identity)) return nullptr;
  const auto found = approvals_.find(key_of(identity, facet, value));
  if (found == approvals_.end()) return nullptr;
  const Approval* best = nullptr;
  for (const Approval& approval : found->second)
    if (applies(approval) && (best == nullptr || strength(approval.mark) > strength(best->mark)))
      best = &approval;
  return best;
}

const Approval* Feedback::of_value(const Episode& episode, Facet facet, Symbol value) const {
  return strongest(episode.identity, facet, value,
                   [&](const Approval& approval) { return in_time(approval, episode); });
}

const Approval* Feedback::of_amount(const Episode& episode, const Deviation& deviation) const {
  return strongest(episode.identity, deviation.facet, {}, [&](const Approval& approval) {
    return in_time(approval, episode) &&
           (approval.mark == Mark::confirmed ? reaches(deviation, approval.amount)
                                             : within(deviation, approval.amount));
  });
}

void Feedback::weigh_values(const Episode& episode, FacetEvidence& evidence,
                            Effects& effects) const {
  const Facet facet = evidence.deviation.facet;
  const std::vector<Symbol> values = values_of(evidence);
  const bool full = evidence.values.size() >= episode_values_max;
  std::vector<Symbol> left;
  std::vector<const Approval*> met;
  double share = 0;  // the greatest that is left of any value
  for (const Symbol value : values) {
    const Approval* approval = of_value(episode, facet, value);
    if (approval != nullptr) met.push_back(approval);
    const double own = approval == nullptr ? 1 : share_left(approval->mark);
    share = std::max(share, own);
    if (own > 0) left.push_back(value);
  }
  if (met.empty()) return;
  if (full) share = 1;
  const double taken = evidence.deviation.bits * (1 - share);
  for (const Approval* approval : met)
    note(effects, *approval, taken / static_cast<double>(met.size()));
  if (share == 0) {
    evidence = {};
    return;
  }
  evidence.deviation.bits *= static_cast<float>(share);
  if (left.empty()) return;
  evidence.deviation.value = left.front();
  evidence.values = std::move(left);
}

void Feedback::weigh_amount(const Episode& episode, FacetEvidence& evidence,
                            Effects& effects) const {
  const Approval* approval = of_amount(episode, evidence.deviation);
  if (approval == nullptr) return;
  const double share = share_left(approval->mark);
  note(effects, *approval, evidence.deviation.bits * (1 - share));
  if (share == 0)
    evidence = {};
  else
    evidence.deviation.bits *= static_cast<float>(share);
}

std::vector<ConsideredChange> Feedback::weigh(Episode& episode) const {
  std::vector<ConsideredChange> considered;
  if (!identities_.contains(episode.identity)) return considered;
  Effects effects;
  for (FacetEvidence& evidence : episode.facets) {
    if (evidence.deviation.bits <= 0) continue;
    if (values_of(evidence).empty())
      weigh_amount(episode, evidence, effects);
    else
      weigh_values(episode, evidence, effects);
  }
  for (const auto& [finding, effect] : effects) {
    const MarkMade& made = marks_.find(finding)->second;
    std::string summary = fmt::format("{} was marked {}", finding, name_of(made.mark));
    if (!made.by.empty()) summary += " by " + made.by;
    summary += " on " + to_rfc3339(made.at).substr(0, 10);
    if (!made.reason.empty()) summary += ": " + made.reason;
    considered.push_back({finding, "feedback", std::move(summary),
                          effect_text(made.mark, effect.facets, effect.bits)});
  }
  return considered;
}

const Approval* Feedback::recurrence(const Episode& episode) const {
  if (!identities_.contains(episode.identity)) return nullptr;
  for (const FacetEvidence& evidence : episode.facets) {
    if (evidence.deviation.bits <= 0) continue;
    const std::vector<Symbol> values = values_of(evidence);
    if (values.empty()) {
      const Approval* approval = of_amount(episode, evidence.deviation);
      if (approval != nullptr && approval->mark == Mark::confirmed) return approval;
    }
    for (const Symbol value : values) {
      const Approval* approval = of_value(episode, evidence.deviation.facet, value);
      if (approval != nullptr && approval->mark == Mark::confirmed) return approval;
    }
  }
  return nullptr;
}

bool Feedback::may_learn(Symbol identity, Facet facet, Symbol value) const {
  const Approval* approval =
      strongest(identity, facet, value, [](const Approval&) { return true; });
  return approval != nullptr && approval->mark == Mark::expected;
}

bool Feedback::never_learn(Symbol identity, Facet facet, Symbol value) const {
  const Approval* approval =
      strongest(identity, facet, value, [](const Approval&) { return true; });
  return approval != nullptr && approval->mark == Mark::confirmed;
}

void Feedback::put_marks(std::span<Finding> findings) const {
  for (Finding& finding : findings) {
    const auto found = marks_.find(finding.id);
    const MarkMade made = found == marks_.end() ? MarkMade{} : found->second;
    finding.mark = made.mark == Mark::none ? std::string() : std::string(name_of(made.mark));
    finding.marked_by = made.by;
    finding.mark_reason = made.reason;
    finding.marked = made.at;
  }
}

}  // namespace gait::detect
