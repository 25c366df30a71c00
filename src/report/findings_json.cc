#include "report/findings_json.h"

#include "report/json_values.h"

namespace gait::report {
namespace {

Json reason_json(const Reason& reason) {
  return {
      {"facet", reason.facet},
      {"question", reason.question},
      {"seen", reason.seen},
      {"expected", reason.expected},
      {"n", rounded(reason.n, 2)},
      {"window", reason.window},
      {"peers", reason.peers},
      {"rarity", reason.rarity},
      {"bits", rounded(reason.bits, 2)},
      {"share", rounded(reason.share, 3)},
      {"values", strings_json(reason.values)},
      {"amount", rounded(reason.amount, 6)},
  };
}

Json reasons_json(const std::vector<Reason>& reasons) {
  Json array = Json::array();
  for (const Reason& reason : reasons) array.push_back(reason_json(reason));
  return array;
}

Json credential_json(const CredentialNote& credential) {
  Json json;
  json["id"] = credential.id;
  json["kind"] = credential.kind;
  json["age_days"] = credential.age_days ? rounded(*credential.age_days, 1) : Json(nullptr);
  json["rotated"] = credential.rotated ? Json(*credential.rotated) : Json(nullptr);
  return json;
}

Json changes_json(const std::vector<ConsideredChange>& changes) {
  Json array = Json::array();
  for (const ConsideredChange& change : changes)
    array.push_back({{"id", change.id},
                     {"type", change.type},
                     {"summary", change.summary},
                     {"effect", change.effect}});
  return array;
}

Json frameworks_json(const Frameworks& frameworks) {
  return {
      {"owasp_nhi", strings_json(frameworks.owasp_nhi)},
      {"attack", strings_json(frameworks.attack)},
      {"nist_csf", strings_json(frameworks.nist_csf)},
      {"maestro", strings_json(frameworks.maestro)},
      {"atlas", strings_json(frameworks.atlas)},
  };
}

// Null when nothing added up.
Json evidence_json(const EvidenceNote& evidence) {
  if (evidence.bits <= 0) return nullptr;
  return {{"bits", rounded(evidence.bits, 2)},
          {"hours", evidence.hours},
          {"since", evidence.since.empty() ? Json(nullptr) : Json(evidence.since)}};
}

// Null when nobody said anything.
Json feedback_json(const Finding& finding) {
  if (finding.mark.empty()) return nullptr;
  return {{"mark", finding.mark},
          {"by", finding.marked_by},
          {"reason", finding.mark_reason},
          {"time", time_json(finding.marked)}};
}

// `received` and `proof` belong to the live service, which keeps a record; a scan has neither.
Json times_json(const Finding& finding) {
  return {{"event", time_json(finding.time)},
          {"received", nullptr},
          {"found", time_json(finding.found)}};
}

}  // namespace

std::string finding_json(const Finding& finding) {
  Json json;
  json["id"] = finding.id;
  json["time"] = to_rfc3339(finding.time);
  json["last"] = time_json(finding.last);
  json["identity"] = finding.identity;
  json["class"] = finding.identity_class;
  json["title"] = finding.title;
  json["kind"] = finding.kind;
  json["severity"] = severity_names[static_cast<std::size_t>(finding.severity)];
  json["risk"] = rounded(finding.risk, 1);
  json["probability"] = significant(finding.probability);
  json["method"] = finding.method;
  json["lane"] = finding.lane;
  json["confidence"] = rounded(finding.confidence, 3);
  json["certain"] = finding.certain;
  json["evidence"] = evidence_json(finding.evidence);
  json["learning"] = finding.learning;
  json["deviations"] = reasons_json(finding.deviations);
  json["rules"] = strings_json(finding.rules);
  json["chain"] = strings_json(finding.chain);
  json["members"] = strings_json(finding.members);
  json["activities"] = strings_json(finding.activities);
  json["activities_total"] = finding.activities_total;
  json["session"] = finding.session;
  json["owner"] = finding.owner;
  json["purpose"] = finding.purpose;
  json["environment"] = finding.environment;
  json["credential"] = credential_json(finding.credential);
  json["changes_considered"] = changes_json(finding.changes_considered);
  json["would_be_normal_if"] = finding.would_be_normal_if;
  json["frameworks"] = frameworks_json(finding.frameworks);
  json["next_steps"] = strings_json(finding.next_steps);
  json["feedback"] = feedback_json(finding);
  json["times"] = times_json(finding);
  json["proof"] = nullptr;
  return one_line(json);
}

std::string findings_ndjson(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& finding : findings) text += finding_json(finding) + '\n';
  return text;
}

}  // namespace gait::report
