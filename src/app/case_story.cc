#include "app/case_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/record_gaps.h"
#include "app/session_parents.h"
#include "app/version.h"
#include "report/ocsf_activity.h"

namespace gait::app {
namespace {

using Json = nlohmann::ordered_json;

std::string ocsf_line(const record::Entry& entry) {
  report::ActivityWords words;
  words.event = entry.event_id;
  words.source = entry.source;
  words.time = entry.time;
  words.identity = entry.identity;
  words.credential = entry.credential;
  words.session = entry.session;
  words.action = entry.action;
  words.resource = entry.resource;
  words.address = entry.address;
  words.outcome_known = false;  // the payload knows
  return report::ocsf_activity_json(words, version) + "\n";
}

// By the time of the event; what has one time stays in the order of the log, and nobody knows
// better.
std::vector<const record::Entry*> in_event_order(const std::vector<FoundEntry>& found) {
  std::vector<const record::Entry*> order;
  for (const FoundEntry& each : found) order.push_back(&each.entry);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->time < b->time; });
  return order;
}

Json indices(const std::vector<const record::Entry*>& entries) {
  Json list = Json::array();
  for (const record::Entry* entry : entries) list.push_back(entry->index);
  return list;
}

// Times that several events share: in which order they happened is not known.
Json concurrent(const std::vector<const record::Entry*>& order) {
  Json groups = Json::array();
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from + 1;
    while (to < order.size() && order[to]->time == order[from]->time) ++to;
    if (to - from > 1)
      groups.push_back(indices({order.begin() + static_cast<std::ptrdiff_t>(from),
                                order.begin() + static_cast<std::ptrdiff_t>(to)}));
    from = to;
  }
  return groups;
}

Json names(const std::vector<FoundEntry>& found, std::string record::Entry::*which) {
  std::set<std::string> distinct;
  for (const FoundEntry& each : found)
    if (!(each.entry.*which).empty()) distinct.insert(each.entry.*which);
  return distinct;
}

// One member of a JSON payload, as text; empty where there is none.
std::string member(const std::string& payload, std::initializer_list<const char*> names_of_it) {
  const Json json = Json::parse(payload, nullptr, false);
  if (!json.is_object()) return {};
  for (const char* name : names_of_it) {
    const auto found = json.find(name);
    if (found == json.end()) continue;
    if (found->is_string()) return found->get<std::string>();
    if (!found->is_array()) continue;
    std::string words;  // an argument vector
    for (const Json& word : *found)
      if (word.is_string()) words.append(words.empty() ? "" : " ").append(word.get<std::string>());
    return words;
  }
  return {};
}

// asciicast v2: a header, then `[seconds, "o", text]` for each command.
std::string cast_of(const std::vector<const record::Entry*>& order) {
  std::string lines;
  Timestamp first;
  for (const record::Entry* entry : order) {
    const std::string command = member(entry->raw, {"command", "cmd", "commandLine"});
    if (command.empty()) continue;
    if (lines.empty()) {
      first = entry->time;
      lines = Json{{"version", 2}, {"width", 120}, {"height", 40}, {"timestamp", first.seconds()}}
                  .dump() +
              "\n";
    }
    const double seconds = static_cast<double>(entry->time.ns - first.ns) / 1e9;
    lines += Json::array({seconds, "o", "$ " + command + "\r\n"})
                 .dump(-1, ' ', false, Json::error_handler_t::replace) +
             "\n";
  }
  return lines;
}

// The members of the question by which `verify.py` finds out whether an entry was left out. Null
// when entries were named one by one.
Json asked(const CaseQuery& query) {
  if (query.is_empty() || !query.indices.empty() || !query.events.empty()) return nullptr;
  Json json = Json::object();
  const std::pair<const char*, const std::string*> words[] = {{"src", &query.source},
                                                              {"id", &query.event},
                                                              {"identity", &query.identity},
                                                              {"session", &query.session},
                                                              {"credential", &query.credential},
                                                              {"action", &query.action},
                                                              {"resource", &query.resource},
                                                              {"address", &query.address}};
  for (const auto& [name, value] : words)
    if (!value->empty()) json[name] = *value;
  if (query.from) json["from"] = to_rfc3339(*query.from);
  if (query.until) json["until"] = to_rfc3339(*query.until);
  return json;
}

std::map<std::string, std::vector<std::string>> credentials_of(
    const std::vector<FoundEntry>& found) {
  std::map<std::string, std::set<std::string>> distinct;
  for (const FoundEntry& each : found) {
    const record::Entry& entry = each.entry;
    if (entry.session.empty()) continue;
    distinct[entry.session].insert(entry.session);
    if (!entry.credential.empty()) distinct[entry.session].insert(entry.credential);
  }
  std::map<std::string, std::vector<std::string>> credentials;
  for (const auto& [session, names] : distinct) credentials[session] = {names.begin(), names.end()};
  return credentials;
}

// Beside the entries that were found: what the others say of them.
struct Surroundings {
  std::vector<SessionParent> parents;
  std::vector<SequenceGap> gaps;  // of the sources of the entries
};

Result<Surroundings> look_around(store::LogReader& log, const std::vector<FoundEntry>& found,
                                 std::uint64_t size) {
  Surroundings around;
  std::set<std::string> sources;
  for (const FoundEntry& each : found) sources.insert(each.entry.source);
  TRY(around.parents, find_parents(log, size, credentials_of(found)));
  SequenceGaps gaps;
  TRY_STATUS(log.for_each(0, size, [&](std::uint64_t, std::string_view bytes) -> Status {
    TRY(const record::Entry entry, record::decode_entry(bytes));
    if (sources.contains(entry.source)) gaps.see(entry);
    return Nothing{};
  }));
  around.gaps = gaps.gaps();
  return around;
}

// Every session of the case and of its parents; null where nobody knows the parent.
Json parents_json(const std::vector<FoundEntry>& found, const Surroundings& around) {
  Json list = Json::array();
  std::set<std::string> told;
  for (const SessionParent& parent : around.parents) {
    told.insert(parent.child);
    list.push_back(
        {{"session", parent.child}, {"parent", parent.parent}, {"named_by_entry", parent.entry}});
  }
  for (const auto& [session, unused] : credentials_of(found))
    if (!told.contains(session)) list.push_back({{"session", session}, {"parent", nullptr}});
  return list;
}

Json gaps_json(const Surroundings& around) {
  Json list = Json::array();
  for (const SequenceGap& gap : around.gaps)
    list.push_back({{"src", gap.source},
                    {"r", to_rfc3339(gap.received)},
                    {"first", gap.first},
                    {"last", gap.last}});
  return list;
}

std::string session_json(const CaseQuery& query, const std::vector<FoundEntry>& found,
                         const Surroundings& around, std::uint64_t size) {
  const auto order = in_event_order(found);
  Json log_order = Json::array();
  for (const FoundEntry& each : found) log_order.push_back(each.entry.index);
  Json json;
  json["log_size"] = size;
  json["asked"] = asked(query);
  json["sessions"] = names(found, &record::Entry::session);
  json["identities"] = names(found, &record::Entry::identity);
  json["credentials"] = names(found, &record::Entry::credential);
  json["addresses"] = names(found, &record::Entry::address);
  json["first"] = to_rfc3339(order.front()->time);
  json["last"] = to_rfc3339(order.back()->time);
  json["log_order"] = std::move(log_order);
  json["event_order"] = indices(order);
  json["concurrent"] = concurrent(order);
  json["parents"] = parents_json(found, around);
  json["gaps"] = gaps_json(around);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string session_text(const std::vector<FoundEntry>& found, const Surroundings& around) {
  std::string text;
  for (const Json& link : parents_json(found, around)) {
    const std::string session = link["session"].get<std::string>();
    if (link["parent"].is_null())
      text += fmt::format("session {}: parent unknown\n", session);
    else
      text += fmt::format("session {}: from {}, named by entry {}\n", session,
                          link["parent"].get<std::string>(),
                          link["named_by_entry"].get<std::uint64_t>());
  }
  Timestamp last;
  for (const record::Entry* entry : in_event_order(found)) {
    text += fmt::format("{} {:>9}  {}  {}  {}  {}\n", entry->time == last ? "=" : " ", entry->index,
                        entry->time.ns == 0 ? "no time" : to_rfc3339(entry->time),
                        entry->action.empty() ? entry->source : entry->action, entry->resource,
                        entry->address);
    last = entry->time;
  }
  for (const SequenceGap& gap : around.gaps)
    text += fmt::format("gap: records {} to {} of {}, read {}, are not in the log\n", gap.first,
                        gap.last, gap.source, to_rfc3339(gap.received));
  return text + "= at the same time as the one above: their order is not known\n";
}

}  // namespace

Result<CaseStory> tell_case(store::LogReader& log, const CaseQuery& query,
                            const std::vector<FoundEntry>& found, std::uint64_t size) {
  TRY(const Surroundings around, look_around(log, found, size));
  CaseStory story;
  for (const FoundEntry& each : found) {
    story.events += each.bytes + "\n";
    story.ocsf += ocsf_line(each.entry);
  }
  story.session = session_json(query, found, around, size);
  story.text = session_text(found, around);
  story.cast = cast_of(in_event_order(found));
  return story;
}

}  // namespace gait::app
