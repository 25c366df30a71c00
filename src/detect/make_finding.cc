#include "detect/make_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "detect/kind.h"

namespace gait::detect {
namespace {

constexpr double more_risk_max = 64;  // the top of medium
constexpr float telling_bits_min = 6;

template <class Range>
std::vector<std::string> strings(const Range& range) {
  return {range.begin(), range.end()};
}

// `aws:111122223333/role/deploy-bot` is called `deploy-bot` in a sentence.
std::string_view last_part(std::string_view key) {
  const std::size_t slash = key.rfind('/');
  return slash == std::string_view::npos || slash + 1 == key.size() ? key : key.substr(slash + 1);
}

std::vector<Reason> reasons_of(const Episode& episode, const Names& names) {
  std::vector<Reason> reasons;
  double sum = 0;
  for (const FacetEvidence& evidence : episode.facets) {
    if (evidence.deviation.bits <= 0) continue;
    reasons.push_back(explain(evidence, episode.first, names));
    sum += reasons.back().bits;
  }
  for (Reason& reason : reasons) reason.share = reason.bits / sum;
  std::ranges::stable_sort(reasons, std::ranges::greater{}, &Reason::bits);
  return reasons;
}

// What was seen without the list of everything like it, which the reason has.
std::string headline(const Reason& reason) {
  return reason.seen.substr(0, reason.seen.find(" out of character: "));
}

// Begins with the reason that makes the kind.
std::string title_of(const std::vector<Reason>& reasons, Facet lead, std::string_view identity) {
  const auto found = std::ranges::find(reasons, info(lead).name, &Reason::facet);
  const Reason& first = found == reasons.end() ? reasons.front() : *found;
  std::string title = fmt::format("{}: {}", last_part(identity), headline(first));
  // A second reason belongs into the sentence when it answers another question and says nearly as
  // much.
  for (const Reason& reason : reasons) {
    if (reason.question == first.question) continue;
    if (reason.bits * 2 >= first.bits) title += "; " + headline(reason);
    break;
  }
  return title;
}

std::string would_be_normal_if(const std::vector<Reason>& reasons, std::string_view identity) {
  const Reason& first = reasons.front();
  if (first.question == "how_much")
    return fmt::format(
        "it had reached {} before in a day or two of its history, or a change that "
        "names {} announced it",
        first.seen, last_part(identity));
  if (first.question == "when")
    return fmt::format(
        "it had been active at this time on earlier days, or a maintenance window "
        "for {} covered it",
        last_part(identity));
  return fmt::format(
      "it had done this in a few earlier hours, its peers did it, or a change that "
      "names {} covered this time",
      last_part(identity));
}

// More of the same work, at the same time and from the same place, is seldom the harm itself:
// somebody should look, nobody should be woken.
bool is_more_of_the_same(const Episode& episode) {
  return std::ranges::none_of(episode.facets, [](const FacetEvidence& evidence) {
    return evidence.deviation.bits >= telling_bits_min &&
           info(evidence.deviation.facet).question != Question::how_much;
  });
}

}  // namespace

Severity severity_of(double risk) {
  if (risk >= 85) return Severity::critical;
  if (risk >= 65) return Severity::high;
  if (risk >= 45) return Severity::medium;
  if (risk >= finding_risk_min) return Severity::low;
  return Severity::info;
}

std::string finding_id(std::string_view identity, Timestamp first, std::string_view kind) {
  const std::uint64_t hash = hash_combine(hash_combine(hash64(identity), hash64(kind)),
                                          static_cast<std::uint64_t>(first.ns));
  return fmt::format("f-{:012x}", hash & 0xffff'ffff'ffffULL);
}

Finding make_finding(Episode episode, const FindingContext& context, const Names& names,
                     const SymbolTable& symbols) {
  Finding finding;
  const FacetBits before = episode.facet_bits();
  finding.changes_considered = weigh_changes(episode, context.changes);
  episode.scale_from(before);
  finding.changes_considered.insert(finding.changes_considered.end(), episode.marks.begin(),
                                    episode.marks.end());
  finding.certain = episode.certain || context.disabled_credential;
  if (context.disabled_credential)
    finding.rules.emplace_back("credential used after it was disabled");
  finding.lane = lane_names[static_cast<std::size_t>(episode.lane())];
  finding.probability = std::exp2(-std::min(episode.bits(), 100.0));
  finding.method = risk_method;
  if (episode.evidence.bits > 0)
    finding.evidence = {episode.evidence.bits, episode.evidence.hours,
                        to_rfc3339(episode.evidence.since)};
  finding.confidence = context.confidence;
  finding.risk =
      risk(finding.probability, episode.criticality, context.privilege, context.confidence);
  if (is_more_of_the_same(episode)) finding.risk = std::min(finding.risk, more_risk_max);
  finding.severity = severity_of(finding.risk);
  const KindInfo& kind = kind_of(episode);
  finding.kind = kind.name;
  finding.id = finding_id(context.identity, episode.first, kind.name);
  finding.time = episode.first;
  finding.last = episode.last;
  finding.identity = context.identity;
  finding.identity_class = context.identity_class;
  finding.deviations = reasons_of(episode, names);
  finding.title = title_of(finding.deviations, lead_facet(episode), context.identity);
  finding.would_be_normal_if = would_be_normal_if(finding.deviations, context.identity);
  for (const EventId& event : episode.events) finding.activities.push_back(event.text(symbols));
  finding.activities_total = episode.activities;
  finding.chain = context.chain;
  finding.session = context.session;
  finding.owner = context.owner;
  finding.purpose = context.purpose;
  finding.environment = context.environment;
  finding.credential = context.credential;
  finding.frameworks.owasp_nhi = strings(kind.owasp_nhi);
  finding.frameworks.nist_csf = strings(kind.nist_csf);
  finding.frameworks.maestro = strings(kind.maestro);
  finding.frameworks.attack = context.attack;
  finding.next_steps = strings(kind.next_steps);
  finding.found = context.found;
  return finding;
}

}  // namespace gait::detect
