#pragma once

#include <string>
#include <vector>

#include "detect/episode.h"
#include "detect/explain.h"
#include "detect/weigh_changes.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace gait::detect {

// What others know about the identity of an episode; what is unknown stays empty.
struct FindingContext {
  std::string identity, identity_class;
  std::string owner, purpose, environment;
  CredentialNote credential;
  std::string session;
  std::vector<std::string> chain;
  std::vector<RelatedChange> changes;
  std::vector<std::string> attack;  // technique ids of what was done out of character
  Timestamp found;
  bool disabled_credential = false;  // it had been switched off or deleted before
  double privilege = 3;              // 1 to 5: the gravest of what the identity usually does
  double confidence = 0;             // 0 to 1: how much rests on the history of the group
};

// Makes the claim: weighs the changes, combines the evidence, explains it. The risk may come out
// too low to be worth anybody's time; whoever asks decides by `finding_risk_min`.
Finding make_finding(Episode episode, const FindingContext& context, const Names& names,
                     const SymbolTable& symbols);

// Below this risk an episode stays a note in the profile.
inline constexpr double finding_risk_min = 22;

Severity severity_of(double risk);

// A stable name: the same identity, time and kind have the same id in every run.
std::string finding_id(std::string_view identity, Timestamp first, std::string_view kind);

}  // namespace gait::detect
