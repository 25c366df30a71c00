#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/severity.h"

namespace gait {

// The method that a probability and a risk come from, `name@version`; written beside every score.
// The version goes up with every change after which the same log gives other scores.
inline constexpr std::string_view risk_method = "gait-risk@2";

// One step of "why": a deviation, fit to be read by the person who gets the finding.
struct Reason {
  std::string facet;
  std::string question;  // what, when, where, how_much, as_whom
  std::string seen;      // "first use of `prod/db/root`"
  std::string expected;  // "one of 14 resources; a new one about every 9 days"
  double n = 0;          // learned minutes (hours for `hour`, elapsed windows for amounts)
  std::string window;    // "13 d"
  std::string peers;     // "0 of 212 peers use it"; empty for amounts without peers
  std::string rarity;    // "once in 36 days"
  double bits = 0;
  double share = 0;  // of the finding's bits, 0 to 1

  // The same as raw data, for programs and for `findings mark`: what exactly is approved.
  std::vector<std::string> values{};  // that departed, whole, the strongest first
  double amount = 0;  // that was seen, in the unit of the facet; 0 where it has values
};

struct CredentialNote {
  std::string id;
  std::string kind;
  std::optional<double> age_days;
  std::optional<std::string> rotated;  // RFC 3339, last rotation
};

struct ConsideredChange {
  std::string id;
  std::string type;
  std::string summary;
  std::string effect;  // "explains the new region: -8 bits", "does not match: other service"
};

// Departures that said little each and added up to something, over hours and days.
struct EvidenceNote {
  double bits = 0;          // log2 of the odds against all of them by chance; 0 = nothing added up
  std::uint32_t hours = 0;  // that added to it
  std::string since;        // RFC 3339: the first of those hours
};

struct Frameworks {
  std::vector<std::string> owasp_nhi, attack, nist_csf, maestro, atlas;
};

// A claim that something is wrong, with its reasons. One episode of one identity is one finding.
// The JSON form is in docs/findings.schema.json; the fields are those of the interface.
struct Finding {
  std::string id;
  Timestamp time;  // of the first activity out of character
  Timestamp last;  // of the last one
  std::string identity;
  std::string identity_class;
  std::string title;  // one sentence
  std::string kind;   // `first_seen_access`, `unusual_location`, ...
  Severity severity = Severity::info;
  double risk = 0;         // 0 to 100
  double probability = 1;  // of an hour at least this unusual, when nothing is wrong
  std::string lane;        // evidence that decided: `baseline`, `volume` or `chain`
  std::string method;      // of probability and risk, `gait-risk@2`
  double confidence = 0;   // 0 to 1: how much rests on the history of the identity and its group
  std::string learning;    // "held: 3 new values wait for approval"; empty when all was learned
  EvidenceNote evidence;   // what added up over time
  bool certain = false;    // no matter of probability, so not of the alert budget either
  std::vector<Reason> deviations;
  std::vector<std::string> rules;
  std::vector<std::string> chain;       // identities from the origin to the actor
  std::vector<std::string> activities;  // source event ids, in time order, at most 50
  std::uint64_t activities_total = 0;
  std::string session;
  std::string owner, purpose, environment;
  CredentialNote credential;
  std::vector<ConsideredChange> changes_considered;
  std::string would_be_normal_if;
  Frameworks frameworks;
  std::vector<std::string> next_steps;
  std::vector<std::string> members;  // of a group finding: the identities that moved together
  Timestamp found;                   // the watermark when it was decided

  // What people said about it: `expected`, `benign`, `confirmed`, or empty when nobody said so.
  std::string mark;
  std::string marked_by, mark_reason;
  Timestamp marked;  // when
};

}  // namespace gait
