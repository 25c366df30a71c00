#include "record/holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace gait::record {
namespace {

Entry own_entry(const std::string& kind, std::string raw) {
  Entry entry;
  entry.source = "gait";
  entry.kind = kind;
  entry.raw = std::move(raw);
  entry.raw_kind = raw_kind_of(entry.raw);
  return entry;
}

Entry entry_of(const Hold& hold) {
  Entry entry = own_entry("hold", hold_body(hold, {"a lawsuit", "legal"}));
  entry.identity = hold.identity;
  entry.session = hold.session;
  return entry;
}

TEST(Holds, AreReadFromTheEntriesThatSayThem) {
  const Hold hold{"case \"17\"", "a", "s", Timestamp::from_seconds(100), {}};
  RecordState state;
  const auto entry = decode_entry(encode_entry(3, entry_of(hold).draft()));
  ASSERT_TRUE(entry) << entry.error().message;
  ASSERT_TRUE(state.apply(*entry));
  EXPECT_EQ(state.holds().at(hold.id), hold);
  ASSERT_TRUE(state.apply(own_entry("release", release_body(hold.id, {}))));
  EXPECT_THAT(state.holds(), testing::IsEmpty());
  ASSERT_TRUE(state.apply(own_entry("prune", prune_body(65'536, Hash{}, 70'000, {}))));
  EXPECT_EQ(state.minimum_index(), 65'536U);
  ASSERT_TRUE(state.apply(own_entry("erasure", erasure_body("k", {}))));
  EXPECT_THAT(state.erased_keys(), testing::ElementsAre("k"));
}

TEST(Holds, CoverWhatIsNotKnown) {
  const Hold hold{"h", "a", "s", Timestamp::from_seconds(100), Timestamp::from_seconds(200)};
  EXPECT_TRUE(may_cover(hold, {}));
  EXPECT_TRUE(may_cover(hold, {{{"a"}}, {}, {}, {}}));
  EXPECT_FALSE(may_cover(hold, {{{"b"}}, {}, {}, {}}));
  EXPECT_FALSE(may_cover(hold, {{}, {{"t"}}, {}, {}}));
  EXPECT_FALSE(may_cover(hold, {{}, {}, Timestamp::from_seconds(200), {}}));
  EXPECT_FALSE(may_cover(hold, {{}, {}, {}, Timestamp::from_seconds(99)}));
}

TEST(Holds, StopEverythingWhenOneCannotBeRead) {
  for (const char* raw : {"{}", "[]", R"({"id":1})", R"({"id":"x","from":"yesterday"})", ""}) {
    RecordState state;
    EXPECT_FALSE(state.apply(own_entry("hold", raw))) << raw;
  }
}

TEST(Holds, OfOneNameAreNeverLoosenedByASecond) {
  RecordState state;
  ASSERT_TRUE(state.apply(entry_of({"h", "a", "", {}, {}})));
  ASSERT_TRUE(state.apply(entry_of({"h", "b", "", {}, {}})));
  EXPECT_NE(state.hold_over({{{"a"}}, {}, {}, {}}), nullptr);
  EXPECT_NE(state.hold_over({{{"b"}}, {}, {}, {}}), nullptr);
}

// A world of 60 events, of which some are removed; people hold, release, erase and prune in any
// order, each removal in its two steps.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int i = 0; i < 60; ++i) events_.push_back({name("i", 4), name("s", 6), pick(1000), true});
  }

  void step() {
    switch (random_() % 6) {
      case 0:
        return hold();
      case 1:
        return release();
      case 2:
        return ask_erasure();
      case 3:
        return ask_prune();
      default:
        return carry_out();
    }
  }
  int removed() const { return removed_; }
  int refused() const { return refused_; }

 private:
  struct Event {
    std::string identity, session;
    std::int64_t second = 0;
    bool is_there = true;
  };
  struct Asked {
    Removal removal;
    std::vector<std::size_t> events;
  };

  std::int64_t pick(std::uint64_t n) { return static_cast<std::int64_t>(random_() % n) + 1; }
  std::string name(const char* kind, std::uint64_t n) { return kind + std::to_string(pick(n)); }

  void append(const Entry& entry) { log_.push_back(entry); }

  void hold() {
    Hold hold{name("h", 5), "", "", {}, {}};
    if (random_() % 2 == 0) hold.identity = name("i", 4);
    if (random_() % 3 == 0) hold.session = name("s", 6);
    if (random_() % 3 == 0) hold.from = Timestamp::from_seconds(pick(1000));
    if (random_() % 3 == 0) hold.until = Timestamp::from_seconds(pick(1000));
    held_.emplace_back(hold, true);
    append(entry_of(hold));
  }

  void release() {
    const std::string id = name("h", 5);
    for (auto& [hold, is_active] : held_) is_active &= hold.id != id;
    append(own_entry("release", release_body(id, {})));
  }

  void ask(Removal removal, const std::function<bool(std::size_t)>& is_meant) {
    Asked asked{std::move(removal), {}};
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (is_meant(i)) asked.events.push_back(i);
    asked_.push_back(std::move(asked));
  }

  void ask_erasure() {
    const std::string identity = name("i", 4);
    append(own_entry("erasure", erasure_body(identity, {})));
    ask({{{identity}}, {}, {}, {}}, [&](std::size_t i) { return events_[i].identity == identity; });
  }

  void ask_prune() {
    const auto below = static_cast<std::size_t>(pick(events_.size()));
    append(own_entry("prune", prune_body(below, Hash{}, events_.size(), {})));
    Removal removal;
    std::vector<std::string> identities, sessions;
    for (std::size_t i = 0; i < below; ++i) {
      identities.push_back(events_[i].identity);
      sessions.push_back(events_[i].session);
      const Timestamp time = Timestamp::from_seconds(events_[i].second);
      removal.earliest = std::min(removal.earliest.value_or(time), time);
      removal.latest = std::max(removal.latest.value_or(time), time);
    }
    if (random_() % 2 == 0) removal.identities = identities;
    if (random_() % 2 == 0) removal.sessions = sessions;
    ask(removal, [&](std::size_t i) { return i < below; });
  }

  void carry_out() {
    if (asked_.empty()) return;
    const std::size_t which = random_() % asked_.size();
    const Asked asked = asked_[which];
    asked_.erase(asked_.begin() + static_cast<std::ptrdiff_t>(which));
    RecordState state;  // from the whole log, each time
    for (const Entry& entry : log_) ASSERT_TRUE(state.apply(entry));
    if (state.hold_over(asked.removal) != nullptr) {
      ++refused_;
      return;
    }
    for (const std::size_t i : asked.events) {
      ASSERT_FALSE(is_held(events_[i])) << "a held event was removed";
      removed_ += events_[i].is_there ? 1 : 0;
      events_[i].is_there = false;
    }
  }

  bool is_held(const Event& event) const {
    const Timestamp time = Timestamp::from_seconds(event.second);
    return std::ranges::any_of(held_, [&](const auto& one) {
      const Hold& hold = one.first;
      return one.second && (hold.identity.empty() || hold.identity == event.identity) &&
             (hold.session.empty() || hold.session == event.session) &&
             (hold.from.ns == 0 || time >= hold.from) && (hold.until.ns == 0 || time < hold.until);
    });
  }

  std::mt19937 random_;
  std::vector<Event> events_;
  std::vector<Entry> log_;
  std::vector<std::pair<Hold, bool>> held_;
  std::vector<Asked> asked_;
  int removed_ = 0, refused_ = 0;
};

TEST(Holds, WinInEachOrderOfThings) {
  int removed = 0, refused = 0;
  for (unsigned seed = 0; seed < 10'000; ++seed) {
    World world(seed);
    for (int i = 0; i < 12; ++i) world.step();
    removed += world.removed();
    refused += world.refused();
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
  EXPECT_GT(removed, 1000);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace gait::record
