#include "report/ocsf.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/feedback.h"
#include "report/json_values.h"
#include "report/plain.h"

namespace gait::report {
namespace {

constexpr int class_uid = 2004;
constexpr int activity_create = 1;
constexpr int user_service = 4;

// OCSF: 1 informational to 5 critical.
int severity_id(Severity severity) { return static_cast<int>(severity) + 1; }

constexpr std::array<std::string_view, 5> severity_captions{"Informational", "Low", "Medium",
                                                            "High", "Critical"};

// OCSF: 0 info to 4 critical, which is our own order.
int risk_level_id(Severity severity) { return static_cast<int>(severity); }

constexpr std::array<std::string_view, 5> risk_level_captions{"Info", "Low", "Medium", "High",
                                                              "Critical"};

// timestamp_t: milliseconds since 1970.
std::int64_t milliseconds(Timestamp time) { return time.ns / 1'000'000; }

Json attacks_json(const std::vector<std::string>& techniques) {
  Json array = Json::array();
  for (const std::string& id : techniques) {
    const std::size_t dot = id.find('.');
    Json attack;
    attack["technique"]["uid"] = id.substr(0, dot);
    if (dot != std::string::npos) attack["sub_technique"]["uid"] = id;
    array.push_back(std::move(attack));
  }
  return array;
}

// What a reader of the alert needs before anything else.
std::string description(const Finding& finding) {
  std::string text = finding.title + '.';
  for (const Reason& reason : finding.deviations) {
    text += fmt::format(" {}: {}", reason.question, reason.seen);
    if (!reason.expected.empty()) text += fmt::format("; expected {}", reason.expected);
    if (!reason.rarity.empty()) text += fmt::format(" ({})", reason.rarity);
    text += '.';
  }
  return text;
}

// A finding without a deviation comes from rules alone.
Json analytic_json(const Finding& finding) {
  const bool by_rule = finding.deviations.empty();
  return {{"name", finding.kind},
          {"type_id", by_rule ? 1 : 2},
          {"type", by_rule ? "Rule" : "Behavioral"}};
}

Json finding_info(const Finding& finding) {
  Json json;
  json["uid"] = finding.id;
  json["title"] = finding.title;
  json["desc"] = description(finding);
  json["created_time"] = milliseconds(finding.found.ns != 0 ? finding.found : finding.time);
  json["first_seen_time"] = milliseconds(finding.time);
  json["last_seen_time"] = milliseconds(finding.last.ns != 0 ? finding.last : finding.time);
  json["types"] = Json::array({finding.kind});
  json["analytic"] = analytic_json(finding);
  json["attacks"] = attacks_json(finding.frameworks.attack);
  for (const std::string& event : finding.activities)
    json["related_events"].push_back({{"uid", event}});
  json["related_events_count"] = finding.activities_total;
  return json;
}

Json user_json(const Finding& finding) {
  Json user;
  user["uid"] = finding.identity;
  user["name"] = finding.identity.substr(finding.identity.find_last_of('/') + 1);
  if (finding.identity_class == "human") {
    user["type_id"] = 1;
    user["type"] = "User";
  } else {
    user["type_id"] = user_service;
    user["type"] = "Service";
  }
  if (!finding.credential.id.empty()) user["credential_uid"] = finding.credential.id;
  user["risk_score"] = std::lround(finding.risk);
  return user;
}

Json evidence_json(const Finding& finding) {
  Json evidence;
  evidence["actor"]["user"] = user_json(finding);
  if (!finding.session.empty()) {
    evidence["actor"]["session"]["uid"] = finding.session;
    if (!finding.credential.id.empty())
      evidence["actor"]["session"]["credential_uid"] = finding.credential.id;
  }
  evidence["data"] = {{"events", strings_json(finding.activities)}};
  return evidence;
}

Json observation_json(const Reason& reason, const std::string& value) {
  return {{"observation_type", reason.question},
          {"observed_attribute", reason.facet},
          {"observations", Json::array({{{"value", value}}})}};
}

Json anomaly_analysis(const Finding& finding) {
  Json json;
  json["analysis_target"] = {{"name", finding.identity}, {"type", finding.identity_class}};
  json["anomalies"] = Json::array();
  json["baselines"] = Json::array();
  for (const Reason& reason : finding.deviations) {
    json["anomalies"].push_back(observation_json(reason, reason.seen));
    if (!reason.expected.empty())
      json["baselines"].push_back(observation_json(reason, reason.expected));
  }
  return json;
}

// The identity is the resource that the finding is about: what a responder acts upon.
Json resource_json(const Finding& finding) {
  Json resource;
  resource["uid"] = finding.identity;
  resource["type"] = finding.identity_class;
  if (!finding.owner.empty()) resource["owner"]["name"] = finding.owner;
  if (!finding.environment.empty())
    resource["labels"] = Json::array({"environment:" + finding.environment});
  return resource;
}

Json unmapped_json(const Finding& finding) {
  Json json;
  json["probability"] = significant(finding.probability);
  json["method"] = finding.method;
  json["lane"] = finding.lane;
  json["certain"] = finding.certain;
  json["evidence_bits"] = rounded(finding.evidence.bits, 2);
  json["learning"] = finding.learning;
  json["purpose"] = finding.purpose;
  json["chain"] = strings_json(finding.chain);
  json["members"] = strings_json(finding.members);
  json["rules"] = strings_json(finding.rules);
  json["would_be_normal_if"] = finding.would_be_normal_if;
  json["owasp_nhi"] = strings_json(finding.frameworks.owasp_nhi);
  json["nist_csf"] = strings_json(finding.frameworks.nist_csf);
  json["maestro"] = strings_json(finding.frameworks.maestro);
  json["atlas"] = strings_json(finding.frameworks.atlas);
  json["changes_considered"] = Json::array();
  for (const ConsideredChange& change : finding.changes_considered)
    json["changes_considered"].push_back(
        {{"id", change.id}, {"type", change.type}, {"effect", change.effect}});
  return json;
}

void put_class(Json& json) {
  json["activity_id"] = activity_create;
  json["activity_name"] = "Create";
  json["category_uid"] = class_uid / 1000;
  json["category_name"] = "Findings";
  json["class_uid"] = class_uid;
  json["class_name"] = "Detection Finding";
  json["type_uid"] = class_uid * 100 + activity_create;
  json["type_name"] = "Detection Finding: Create";
}

// What people said decides; OCSF: 1 new, 2 in progress, 3 suppressed (reviewed and harmless).
void put_status(Json& json, const Finding& finding) {
  const Mark mark = parse_mark(finding.mark).value_or(Mark::none);
  const bool harmless = mark == Mark::expected || mark == Mark::benign;
  json["status_id"] = harmless ? 3 : mark == Mark::confirmed ? 2 : 1;
  json["status"] = harmless ? "Suppressed" : mark == Mark::confirmed ? "In Progress" : "New";
  if (mark != Mark::none) json["comment"] = mark_text(finding);
}

// OCSF: a score of 0 to 100, and 1 low to 3 high, in thirds.
void put_confidence(Json& json, const Finding& finding) {
  if (!(finding.confidence > 0)) return;
  constexpr std::array<std::string_view, 3> captions{"Low", "Medium", "High"};
  const auto third = static_cast<std::size_t>(std::min(finding.confidence * 3, 2.0));
  json["confidence_score"] = std::lround(std::min(finding.confidence, 1.0) * 100);
  json["confidence_id"] = third + 1;
  json["confidence"] = captions[third];
}

void put_risk(Json& json, const Finding& finding) {
  const auto at = static_cast<std::size_t>(finding.severity);
  json["severity_id"] = severity_id(finding.severity);
  json["severity"] = severity_captions[at];
  json["risk_score"] = std::lround(finding.risk);
  json["risk_level_id"] = risk_level_id(finding.severity);
  json["risk_level"] = risk_level_captions[at];
  put_status(json, finding);
  put_confidence(json, finding);
  json["is_alert"] = true;
  json["action_id"] = 3;
  json["action"] = "Observed";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

}  // namespace

std::string ocsf_json(const Finding& finding, std::string_view gait_version) {
  Json json;
  put_class(json);
  json["time"] = milliseconds(finding.time);
  json["start_time"] = milliseconds(finding.time);
  json["end_time"] = milliseconds(finding.last.ns != 0 ? finding.last : finding.time);
  put_risk(json, finding);
  json["message"] = finding.title;
  json["metadata"] = {
      {"version", "1.8.0"},
      {"product", {{"name", "Gait"}, {"uid", "gait"}, {"version", gait_version}}},
      {"profiles", Json::array({"security_control"})},
      {"uid", finding.id},
  };
  json["finding_info"] = finding_info(finding);
  json["evidences"] = Json::array({evidence_json(finding)});
  json["resources"] = Json::array({resource_json(finding)});
  if (!finding.deviations.empty())
    json["anomaly_analyses"] = Json::array({anomaly_analysis(finding)});
  if (!finding.next_steps.empty()) json["remediation"]["desc"] = joined(finding.next_steps);
  json["unmapped"] = unmapped_json(finding);
  return one_line(json);
}

}  // namespace gait::report
