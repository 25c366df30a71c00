#include "report/identity_json.h"

#include "report/json_values.h"

namespace gait::report {
namespace {

Json contributors_json(const std::vector<Contributor>& contributors) {
  Json array = Json::array();
  for (const Contributor& part : contributors)
    array.push_back({{"finding", part.finding},
                     {"title", part.title},
                     {"kind", part.kind},
                     {"risk", rounded(part.risk, 1)},
                     {"share", rounded(part.share, 1)},
                     {"age_days", rounded(part.age_days, 2)}});
  return array;
}

Json head_json(const IdentitySummary& identity) {
  Json json;
  json["identity"] = identity.key;
  json["class"] = identity.identity_class;
  json["class_reason"] = identity.class_reason;
  json["type"] = identity.type;
  json["human"] = identity.human;
  json["human_reason"] = identity.human_reason;
  json["owner"] = identity.owner;
  json["purpose"] = identity.purpose;
  json["environment"] = identity.environment;
  json["account"] = identity.account;
  json["first"] = time_json(identity.first);
  json["last"] = time_json(identity.last);
  json["activities"] = identity.activities;
  json["denied"] = identity.denied;
  json["risk"] = rounded(identity.risk, 1);
  json["standing"] = rounded(identity.standing, 1);
  json["contributors"] = contributors_json(identity.contributors);
  json["methods"] = {{"risk", risk_method}, {"standing", standing_method}};
  json["findings"] = identity.findings;
  json["peer_group"] = identity.peer_group;
  json["peers"] = identity.peers;
  json["confidence"] = rounded(identity.confidence, 3);
  json["learned_minutes"] = rounded(identity.learned_minutes, 1);
  json["state_bytes"] = identity.state_bytes;
  return json;
}

// By question, then facet: {"what": {"action": [...]}, ...}; facets without a value are left out.
Json values_json(const IdentitySummary& identity) {
  Json questions = Json::object();
  for (std::size_t facet = 0; facet < facet_count; ++facet) {
    if (identity.values[facet].empty()) continue;
    Json list = Json::array();
    for (const ValueSummary& value : identity.values[facet])
      list.push_back({{"value", value.value},
                      {"minutes", rounded(value.minutes, 1)},
                      {"first", time_json(value.first)},
                      {"last", time_json(value.last)}});
    const FacetInfo& facts = facet_table[facet];
    const std::string question(question_names[static_cast<std::size_t>(facts.question)]);
    questions[question][std::string(facts.name)] = std::move(list);
  }
  return questions;
}

Json amounts_json(const std::vector<AmountSummary>& amounts) {
  Json object = Json::object();
  for (const AmountSummary& amount : amounts)
    object[std::string(info(amount.facet).name)] = {{"usual", rounded(amount.usual, 2)},
                                                    {"high", rounded(amount.high, 2)},
                                                    {"most", rounded(amount.most, 2)},
                                                    {"windows", rounded(amount.windows, 1)}};
  return object;
}

Json daily_json(const IdentitySummary& identity) {
  return {{"last_day", time_json(identity.daily_last)},
          {"calls", identity.daily},
          {"expected_low", rounded(identity.daily_low, 1)},
          {"expected_high", rounded(identity.daily_high, 1)}};
}

Json credentials_json(const std::vector<CredentialSummary>& credentials) {
  Json array = Json::array();
  for (const CredentialSummary& credential : credentials) {
    Json json;
    json["id"] = credential.id;
    json["kind"] = credential.kind;
    json["first"] = time_json(credential.first);
    json["last"] = time_json(credential.last);
    json["age_days"] = credential.age_days ? rounded(*credential.age_days, 1) : Json(nullptr);
    json["rotated"] = credential.rotated ? time_json(*credential.rotated) : Json(nullptr);
    array.push_back(std::move(json));
  }
  return array;
}

}  // namespace

std::string profile_json(const IdentitySummary& identity) {
  Json json = head_json(identity);
  json["values"] = values_json(identity);
  json["hours"] = identity.hours;
  json["amounts"] = amounts_json(identity.amounts);
  json["daily"] = daily_json(identity);
  json["credentials"] = credentials_json(identity.credentials);
  json["delegators"] = strings_json(identity.delegators);
  return one_line(json);
}

std::string identities_json(std::span<const IdentitySummary> identities) {
  std::string text;
  for (const IdentitySummary& identity : identities) text += one_line(head_json(identity)) + '\n';
  return text;
}

}  // namespace gait::report
