#include "simulate/context_files.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace gait::simulate {
namespace {

using Json = nlohmann::ordered_json;

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

std::string inventory_row(const Identity& identity) {
  const auto class_name = identity_class_names[static_cast<std::size_t>(identity.identity_class)];
  const bool has_secret = identity.form == CredentialForm::access_key;
  const std::array<std::string, 8> fields{identity.key,
                                          std::string(class_name),
                                          identity.owner,
                                          identity.purpose,
                                          identity.environment,
                                          identity.account,
                                          has_secret ? to_rfc3339(identity.secret_created) : "",
                                          has_secret && identity.access_keys.size() > 1
                                              ? to_rfc3339(identity.access_keys.back().from)
                                              : ""};
  std::string row;
  for (const std::string& field : fields) {
    if (!row.empty()) row += ',';
    row += csv_field(field);
  }
  row += '\n';
  return row;
}

}  // namespace

std::string inventory_csv(const World& world) {
  std::string out =
      "identity,class,owner,purpose,environment,account,secret_created,secret_rotated\n";
  for (const Identity& identity : world.fleet)
    if (identity.kind != Kind::human && identity.kind != Kind::cloud_service)
      out += inventory_row(identity);
  return out;
}

std::string changes_ndjson(const World& world) {
  std::vector<const Change*> changes;
  for (const Change& change : world.changes) changes.push_back(&change);
  std::ranges::stable_sort(changes, {}, [](const Change* change) { return change->time; });
  std::string out;
  for (const Change* change : changes) {
    Json line{{"id", change->id},
              {"time", to_rfc3339(change->time)},
              {"type", change_type_names[static_cast<std::size_t>(change->type)]},
              {"service", change->service},
              {"environment", change->environment},
              {"by", change->by},
              {"window_start", to_rfc3339(change->window_start)},
              {"window_end", to_rfc3339(change->window_end)},
              {"summary", change->summary},
              {"identities", change->identities}};
    if (!change->version.empty()) line["version"] = change->version;
    out += line.dump() + '\n';
  }
  return out;
}

std::string labels_ndjson(const World& world) {
  std::string out;
  for (const Label& label : world.labels)
    out += Json{{"scenario", label.scenario},      {"kind", label.kind},
                {"identities", label.identities},  {"start", to_rfc3339(label.start)},
                {"end", to_rfc3339(label.end)},    {"events", label.events},
                {"description", label.description}}
               .dump() +
           '\n';
  return out;
}

}  // namespace gait::simulate
