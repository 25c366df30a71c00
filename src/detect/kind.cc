#include "detect/kind.h"

#include <algorithm>
#include <array>

namespace gait::detect {
namespace {

using List = std::string_view;

// From here on an action is grave, on the catalogue's scale of 1 to 5.
constexpr std::uint8_t grave_severity = 4;
constexpr double grave_weight = 1.25;

// OWASP Non-Human Identities Top 10 (2025), NIST CSF 2.0, CSA MAESTRO layers.
constexpr std::array<List, 2> owasp_access{"NHI5:2025", "NHI2:2025"};
constexpr std::array<List, 2> owasp_leak{"NHI2:2025", "NHI7:2025"};
constexpr std::array<List, 1> owasp_privilege{"NHI5:2025"};
constexpr std::array<List, 2> owasp_dormant{"NHI1:2025", "NHI2:2025"};
constexpr std::array<List, 2> owasp_delegation{"NHI3:2025", "NHI9:2025"};
constexpr std::array<List, 1> owasp_human{"NHI10:2025"};
constexpr std::array<List, 2> nist_access{"DE.CM-03", "PR.AA-05"};
constexpr std::array<List, 2> nist_anomaly{"DE.CM-03", "DE.AE-02"};
constexpr std::array<List, 2> nist_credential{"DE.CM-03", "PR.AA-01"};
constexpr std::array<List, 1> maestro{"L6"};

constexpr std::array<List, 3> steps_access{
    "ask the owner whether the workload was meant to use this now",
    "look at what the same credential did in the hour before and after",
    "if nobody knows: rotate the credential and remove the grant"};
constexpr std::array<List, 3> steps_location{
    "check whether the workload runs in this network or region at all",
    "if not, treat the credential as stolen: revoke its sessions and rotate it",
    "search for other identities seen from the same network"};
constexpr std::array<List, 3> steps_volume{
    "find out which data was read, and where it went",
    "ask the owner for a reason such as a back-fill or a retry loop",
    "if there is none: limit or suspend the credential"};
constexpr std::array<List, 3> steps_schedule{
    "ask who started the job at this hour",
    "compare the client and the network with those of the scheduled runs",
    "if it was not the scheduler: rotate the credential"};
constexpr std::array<List, 3> steps_privilege{
    "read the policy or trust that was changed, and undo it if nobody asked for it",
    "list what has been done with the new rights since",
    "disable any key or user that was created on the way"};
constexpr std::array<List, 3> steps_delegation{
    "check who may assume this role, and why this one did",
    "follow the chain back to the credential it began with",
    "narrow the trust policy to the callers that are meant"};
constexpr std::array<List, 3> steps_dormant{"ask the owner whether the identity is still needed",
                                            "check from where and with what client it came back",
                                            "if it is not needed: disable it"};
constexpr std::array<List, 3> steps_probing{
    "see which permissions were tried: the list is what the caller was after",
    "check whether any of them succeeded later, also by other identities",
    "if it is no misconfigured deployment: revoke the session"};
constexpr std::array<List, 2> steps_group{
    "confirm with the team that the whole group was meant to change",
    "if not, look at what they share: an image, a pipeline, a trust"};

constexpr KindInfo first_seen_access{"first_seen_access", owasp_access, nist_access, maestro,
                                     steps_access};
constexpr KindInfo unusual_location{"unusual_location", owasp_leak, nist_credential, maestro,
                                    steps_location};
constexpr KindInfo volume_over_baseline{"volume_over_baseline", owasp_access, nist_anomaly, maestro,
                                        steps_volume};
constexpr KindInfo off_schedule_use{"off_schedule_use", owasp_human, nist_anomaly, maestro,
                                    steps_schedule};
constexpr KindInfo privilege_escalation{"privilege_escalation", owasp_privilege, nist_access,
                                        maestro, steps_privilege};
constexpr KindInfo unusual_delegation{"unusual_delegation", owasp_delegation, nist_access, maestro,
                                      steps_delegation};
constexpr KindInfo dormant_identity{"dormant_identity", owasp_dormant, nist_credential, maestro,
                                    steps_dormant};
constexpr KindInfo denied_probing{"denied_probing", owasp_privilege, nist_anomaly, maestro,
                                  steps_probing};
constexpr KindInfo group_shift{"group_shift", owasp_access, nist_anomaly, maestro, steps_group};

const KindInfo& kind_of_facet(Facet facet) {
  switch (facet) {
    case Facet::action:
    case Facet::resource:
    case Facet::order:
    case Facet::argument:
    case Facet::purpose:
    case Facet::flow:
      return first_seen_access;
    case Facet::hour:
    case Facet::cadence:
      return off_schedule_use;
    case Facet::gap:
      return dormant_identity;
    case Facet::network:
    case Facet::country:
    case Facet::region:
    case Facet::agent:
      return unusual_location;
    case Facet::rate:
    case Facet::volume:
    case Facet::bytes:
    case Facet::fan_out:
    case Facet::secrets:
    case Facet::burst:
      return volume_over_baseline;
    case Facet::denials:
      return denied_probing;
    case Facet::delegator:
    case Facet::credential:
      return unusual_delegation;
  }
  return first_seen_access;
}

}  // namespace

Facet lead_facet(const Episode& episode) {
  const FacetBits bits = episode.facet_bits();
  QuestionBits questions = question_bits(bits);
  const auto grave = [&](Facet f) {
    const FacetEvidence& evidence = episode.facets[static_cast<std::size_t>(f)];
    return evidence.deviation.bits > 0 && evidence.severity >= grave_severity;
  };
  if (grave(Facet::action) || grave(Facet::resource))
    questions[static_cast<std::size_t>(Question::what)] *= grave_weight;
  const auto question =
      static_cast<Question>(std::ranges::max_element(questions) - questions.begin());
  std::size_t lead = facet_count;
  for (std::size_t i = 0; i < facet_count; ++i)
    if (facet_table[i].question == question && (lead == facet_count || bits[i] > bits[lead]))
      lead = i;
  return static_cast<Facet>(lead);
}

const KindInfo& kind_of(const Episode& episode) {
  const auto& action = episode.facets[static_cast<std::size_t>(Facet::action)];
  const bool privileges =
      action.classes.has(ActionClass::privilege_change) ||
      (action.classes.has(ActionClass::persistence) && action.severity >= grave_severity);
  if (privileges && action.deviation.bits > 0)
    return episode.denied == episode.activities ? denied_probing : privilege_escalation;
  return kind_of_facet(lead_facet(episode));
}

const KindInfo& group_shift_kind() { return group_shift; }

}  // namespace gait::detect
