#include "identity/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "identity/change_window.h"

namespace gait::identity {
namespace {

// A total order: two changes that compare equal are one.
auto order_of(const Change& c) {
  return std::tie(c.window_start, c.window_end, c.time, c.id, c.type, c.service, c.environment,
                  c.by, c.version, c.summary, c.identities, c.resource, c.from_logs);
}
bool before(const Change& a, const Change& b) { return order_of(a) < order_of(b); }
bool same(const Change& a, const Change& b) { return order_of(a) == order_of(b); }

// Which of two changes is rather kept when there are too many.
bool rather(const Change& a, const Change& b) {
  if (a.from_logs != b.from_logs) return b.from_logs;
  if (a.time != b.time) return a.time > b.time;
  return before(a, b);
}

// What runs is called like its resource: `orders` of `arn:aws:lambda:eu-west-1:1:function:orders`.
std::string_view last_part(std::string_view resource) {
  return resource.substr(resource.find_last_of(":/") + 1);
}

bool other_environment(const Change& change, const ChangeQuery& query) {
  return !change.environment.empty() && !query.environment.empty() &&
         change.environment != query.environment;
}

}  // namespace

Change change_of(const ChangeEvidence& evidence, const SymbolTable& symbols) {
  const auto [start, end] = observed_window(evidence.type, evidence.time);
  Change change;
  change.id = evidence.event.text(symbols);
  change.type = evidence.type;
  change.time = evidence.time;
  change.window_start = start;
  change.window_end = end;
  change.by = symbols.text(evidence.by);
  change.resource = symbols.text(evidence.resource);
  change.from_logs = true;
  if (evidence.subject) change.identities.emplace_back(symbols.text(evidence.subject));

  change.summary = fmt::format("`{}`", symbols.text(evidence.action));
  if (evidence.resource) change.summary += fmt::format(" of `{}`", change.resource);
  if (evidence.credential)
    change.summary += fmt::format(", credential `{}`", symbols.text(evidence.credential));
  if (evidence.by) change.summary += fmt::format(", by `{}`", change.by);
  return change;
}

ChangeBook::ChangeBook(std::vector<Change> feed, std::span<const ChangeEvidence> evidence,
                       const SymbolTable& symbols)
    : changes_(std::move(feed)) {
  changes_.reserve(changes_.size() + evidence.size());
  for (const ChangeEvidence& piece : evidence) changes_.push_back(change_of(piece, symbols));
  for (Change& change : changes_) std::ranges::sort(change.identities);

  std::ranges::sort(changes_, before);
  changes_.erase(std::unique(changes_.begin(), changes_.end(), same), changes_.end());
  if (changes_.size() > changes_max) {
    dropped_ = changes_.size() - changes_max;
    std::ranges::sort(changes_, rather);
    changes_.resize(changes_max);
    std::ranges::sort(changes_, before);
  }

  for (std::uint32_t i = 0; i < changes_.size(); ++i) {
    const Change& change = changes_[i];
    for (const std::string& identity : change.identities) put(by_identity_, identity, i);
    if (!change.identities.empty()) continue;
    put(by_service_, change.service, i);
    put(by_resource_, change.resource, i);
    if (change.service.empty()) put(by_service_, last_part(change.resource), i);
    if (change.service.empty() && change.resource.empty() && !change.from_logs) put(wide_, i);
  }
}

std::vector<MatchedChange> ChangeBook::near(const ChangeQuery& query) const {
  std::vector<MatchedChange> matches;
  collect(by_identity_, query.identity, ChangeMatch::named, query, matches);
  collect(by_service_, query.service, ChangeMatch::same_service, query, matches);
  collect(by_service_, query.owner, ChangeMatch::same_service, query, matches);
  collect(by_resource_, query.resource, ChangeMatch::same_resource, query, matches);
  collect(wide_, ChangeMatch::same_environment_only, query, matches);

  // Changes lie in their total order, so their addresses settle what is left of a tie. One that
  // matches in two ways comes first by its best.
  auto key = [](const MatchedChange& m) {
    return std::tuple(m.match, -(m.change->time.seconds()), m.change);
  };
  std::ranges::sort(matches, {}, key);
  std::vector<MatchedChange> best;
  for (const MatchedChange& match : matches) {
    if (best.size() == matches_max) break;
    if (std::ranges::find(best, match.change, &MatchedChange::change) == best.end())
      best.push_back(match);
  }
  return best;
}

void ChangeBook::put(Bucket& bucket, std::uint32_t change) {
  const Timestamp end = changes_[change].window_end;
  const Timestamp latest = bucket.latest_end.empty() ? end : bucket.latest_end.back();
  bucket.changes.push_back(change);
  bucket.latest_end.push_back(std::max(latest, end));
}

void ChangeBook::put(Index& index, std::string_view name, std::uint32_t change) {
  if (!name.empty()) put(index[std::string(name)], change);
}

void ChangeBook::collect(const Bucket& bucket, ChangeMatch match, const ChangeQuery& query,
                         std::vector<MatchedChange>& matches) const {
  auto start = [this](std::uint32_t change) { return changes_[change].window_start; };
  auto open = std::ranges::upper_bound(bucket.changes, query.time, {}, start);
  for (auto i = static_cast<std::size_t>(open - bucket.changes.begin()); i-- > 0;) {
    if (bucket.latest_end[i] < query.time) return;
    const Change& change = changes_[bucket.changes[i]];
    if (change.window_end < query.time) continue;
    if (match != ChangeMatch::named && other_environment(change, query)) continue;
    matches.push_back({&change, match});
  }
}

void ChangeBook::collect(const Index& index, std::string_view name, ChangeMatch match,
                         const ChangeQuery& query, std::vector<MatchedChange>& matches) const {
  if (name.empty()) return;
  if (auto found = index.find(std::string(name)); found != index.end())
    collect(found->second, match, query, matches);
}

}  // namespace gait::identity
