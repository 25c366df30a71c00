#include "detect/weigh_changes.h"

#include <fmt/format.h>

#include <algorithm>

namespace gait::detect {
namespace {

bool one_of(Facet facet, std::initializer_list<Facet> facets) {
  return std::ranges::find(facets, facet) != facets.end();
}

// What no change may explain, unless it names the identity (secret reads) or at all.
bool beyond_explaining(const FacetEvidence& evidence, const RelatedChange& related) {
  const ActionClasses& did = evidence.classes;
  if (did.has(ActionClass::privilege_change) || did.has(ActionClass::persistence) ||
      did.has(ActionClass::defense_evasion))
    return true;
  return did.has(ActionClass::secret_read) && related.relevance < 1;
}

ConsideredChange describe(const RelatedChange& related, std::string effect) {
  const Change& change = *related.change;
  return {change.id, std::string(change_type_names[static_cast<std::size_t>(change.type)]),
          change.summary, std::move(effect)};
}

}  // namespace

bool explains(ChangeType type, Facet facet) {
  switch (type) {
    case ChangeType::deployment:
      return one_of(facet,
                    {Facet::action, Facet::resource, Facet::agent, Facet::cadence, Facet::rate,
                     Facet::volume, Facet::burst, Facet::fan_out, Facet::denials, Facet::hour});
    case ChangeType::rotation:
      return one_of(facet, {Facet::credential, Facet::resource, Facet::secrets, Facet::action});
    case ChangeType::failover:
      return one_of(facet,
                    {Facet::region, Facet::network, Facet::country, Facet::rate, Facet::volume,
                     Facet::fan_out, Facet::bytes, Facet::hour, Facet::gap, Facet::resource});
    case ChangeType::maintenance:
      return one_of(facet, {Facet::action, Facet::hour, Facet::rate, Facet::volume, Facet::burst,
                            Facet::fan_out, Facet::bytes, Facet::denials});
    case ChangeType::announcement:
      return one_of(facet, {Facet::hour, Facet::rate, Facet::volume, Facet::burst, Facet::fan_out,
                            Facet::bytes, Facet::resource});
    case ChangeType::credential_created:
      return one_of(facet, {Facet::credential});
    case ChangeType::privilege_grant:
      return one_of(facet, {Facet::action, Facet::resource});
    case ChangeType::other:
      return one_of(facet, {Facet::rate, Facet::volume, Facet::burst});
    case ChangeType::offboarding:
    case ChangeType::credential_disabled:
      return false;  // after these nothing should happen any more
  }
  return false;
}

std::vector<ConsideredChange> weigh_changes(Episode& episode,
                                            const std::vector<RelatedChange>& changes) {
  std::array<double, facet_count> explained{};  // greatest share per facet
  std::vector<ConsideredChange> considered;
  for (const RelatedChange& related : changes) {
    std::string facets;
    double bits = 0;
    for (std::size_t i = 0; i < facet_count; ++i) {
      const FacetEvidence& evidence = episode.facets[i];
      const auto facet = static_cast<Facet>(i);
      if (evidence.deviation.bits == 0 || !explains(related.change->type, facet)) continue;
      if (beyond_explaining(evidence, related)) continue;
      const double most = related.change->from_logs ? logged_share_max : announced_share_max;
      const double share = most * related.relevance;
      explained[i] = std::max(explained[i], share);
      facets += (facets.empty() ? "" : ", ") + std::string(info(facet).name);
      bits += share * evidence.deviation.bits;
    }
    considered.push_back(
        describe(related, facets.empty() ? fmt::format("{}; explains none of this", related.how)
                                         : fmt::format("{}; explains part of {}: -{:.1f} bits",
                                                       related.how, facets, bits)));
  }
  for (std::size_t i = 0; i < facet_count; ++i)
    episode.facets[i].deviation.bits *= static_cast<float>(1 - explained[i]);
  return considered;
}

}  // namespace gait::detect
