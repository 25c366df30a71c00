#include "app/case_story.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

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

std::string session_json(const std::vector<FoundEntry>& found, std::uint64_t log_size) {
  const auto order = in_event_order(found);
  Json log_order = Json::array();
  for (const FoundEntry& each : found) log_order.push_back(each.entry.index);
  Json json;
  json["log_size"] = log_size;
  json["sessions"] = names(found, &record::Entry::session);
  json["identities"] = names(found, &record::Entry::identity);
  json["credentials"] = names(found, &record::Entry::credential);
  json["addresses"] = names(found, &record::Entry::address);
  json["first"] = to_rfc3339(order.front()->time);
  json["last"] = to_rfc3339(order.back()->time);
  json["log_order"] = std::move(log_order);
  json["event_order"] = indices(order);
  json["concurrent"] = concurrent(order);
  json["complete_between"] = found.back().entry.index - found.front().entry.index + 1 ==
                             static_cast<std::uint64_t>(found.size());
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

CaseStory tell_case(const std::vector<FoundEntry>& found, std::uint64_t log_size) {
  CaseStory story;
  for (const FoundEntry& each : found) {
    story.events += each.bytes + "\n";
    story.ocsf += ocsf_line(each.entry);
  }
  story.session = session_json(found, log_size);
  story.cast = cast_of(in_event_order(found));
  return story;
}

}  // namespace gait::app
