#include "app/session_parents.h"

#include <set>

#include "record/entry.h"

namespace gait::app {
namespace {

using Credentials = std::map<std::string, std::vector<std::string>>;

// In quotes, so that a part of a longer name is none.
bool names(const std::string& raw, const std::string& word) {
  return raw.find('"' + word + '"') != std::string::npos;
}

// Before or at the same time; of the same time the earlier in the log.
bool is_earlier(const SessionParent& a, const SessionParent& b) {
  return a.time != b.time ? a.time < b.time : a.entry < b.entry;
}

// One more generation: the earliest entry for each of the children.
Result<std::map<std::string, SessionParent>> look_through(store::LogReader& log, std::uint64_t size,
                                                          const Credentials& children,
                                                          Credentials& credentials_of) {
  std::map<std::string, SessionParent> parents;
  TRY_STATUS(log.for_each(0, size, [&](std::uint64_t index, std::string_view bytes) -> Status {
    TRY(const record::Entry entry, record::decode_entry(bytes));
    if (entry.session.empty()) return Nothing{};
    for (const auto& [child, credentials] : children) {
      if (entry.session == child) continue;
      for (const std::string& credential : credentials) {
        if (credential == entry.credential || !names(entry.raw, credential)) continue;
        const SessionParent found{child, entry.session, index, entry.time};
        const auto [known, is_new] = parents.emplace(child, found);
        if (!is_new && is_earlier(found, known->second)) known->second = found;
        credentials_of[entry.session] = {entry.session, entry.credential};
      }
    }
    return Nothing{};
  }));
  return parents;
}

}  // namespace

Result<std::vector<SessionParent>> find_parents(store::LogReader& log, std::uint64_t size,
                                                const Credentials& credentials) {
  std::vector<SessionParent> all;
  std::set<std::string> known;  // so that a circle ends
  Credentials children = credentials;
  for (std::size_t depth = 0; depth < session_depth_max && !children.empty(); ++depth) {
    for (const auto& [child, unused] : children) known.insert(child);
    Credentials credentials_of, next;
    TRY(const auto parents, look_through(log, size, children, credentials_of));
    for (const auto& [child, parent] : parents) {
      all.push_back(parent);
      if (!known.contains(parent.parent)) next[parent.parent] = credentials_of[parent.parent];
    }
    children = std::move(next);
  }
  return all;
}

}  // namespace gait::app
