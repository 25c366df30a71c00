#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/symbols.h"
#include "model/batch.h"
#include "model/change.h"

namespace gait::identity {

// What is asked: which changes might explain what this identity did at this time? Empty is
// unknown. Owner, service and environment are those of the inventory.
struct ChangeQuery {
  std::string_view identity, service, environment, owner;
  std::string_view resource;  // touched by the activity in question
  Timestamp time;
};

// How well a change fits, best first.
enum class ChangeMatch : std::uint8_t {
  named,                  // it names the identity
  same_service,           // it is about the identity's service, its owner's, or what it runs as
  same_resource,          // it is about the very resource that was touched
  same_environment_only,  // it is about everything, or everything in that environment
};
inline constexpr std::array<std::string_view, 4> change_match_names{
    "named", "same_service", "same_resource", "same_environment_only"};

struct MatchedChange {
  const Change* change = nullptr;  // lives as long as the book
  ChangeMatch match = ChangeMatch::same_environment_only;
};

// Every change that is known, from the feed and from the logs, to be asked by identity and time.
//
// Evidence, not absolution: the book says what may explain, never that something is fine.
// A change that names identities is about those alone. One known to be of another environment
// fits only those it names. What was found in the logs is never about everything: an attacker
// makes changes too. Who made a change is not who it is about.
//
// Made once from all input; the order of that input does not matter. Keeps at most `changes_max`,
// those of the feed first and then the latest.
class ChangeBook {
 public:
  static constexpr std::size_t changes_max = 200'000;
  static constexpr std::size_t matches_max = 16;

  ChangeBook() = default;
  ChangeBook(std::vector<Change> feed, std::span<const ChangeEvidence> evidence,
             const SymbolTable& symbols);
  // Matches and buckets point into the book.
  ChangeBook(const ChangeBook&) = delete;
  ChangeBook& operator=(const ChangeBook&) = delete;
  ChangeBook(ChangeBook&&) = default;
  ChangeBook& operator=(ChangeBook&&) = default;

  // Changes whose window holds `query.time`: best match first, then the latest. At most
  // `matches_max`, each once.
  std::vector<MatchedChange> near(const ChangeQuery& query) const;

  const std::vector<Change>& changes() const { return changes_; }  // by window, then id
  std::size_t dropped() const { return dropped_; }                 // beyond `changes_max`

 private:
  // Changes under one name, by the start of their windows. `latest_end[i]` is the last end of the
  // first i + 1 of them, so that a search backwards in time knows when to stop.
  struct Bucket {
    std::vector<std::uint32_t> changes;
    std::vector<Timestamp> latest_end;
  };
  using Index = std::unordered_map<std::string, Bucket>;

  void put(Bucket& bucket, std::uint32_t change);
  void put(Index& index, std::string_view name, std::uint32_t change);
  void collect(const Bucket& bucket, ChangeMatch match, const ChangeQuery& query,
               std::vector<MatchedChange>& matches) const;
  void collect(const Index& index, std::string_view name, ChangeMatch match,
               const ChangeQuery& query, std::vector<MatchedChange>& matches) const;

  std::vector<Change> changes_;
  Index by_identity_, by_service_, by_resource_;
  Bucket wide_;
  std::size_t dropped_ = 0;
};

// The change that a piece of evidence from the logs amounts to.
Change change_of(const ChangeEvidence& evidence, const SymbolTable& symbols);

}  // namespace gait::identity
