// Golden texts: what people read for each facet.

#include "detect/explain.h"

#include <gtest/gtest.h>

#include "detect/testing.h"

namespace gait::detect {
namespace {

class Explain : public ::testing::Test {
 protected:
  // A departure in a value that was never seen before, after 13 days.
  FacetEvidence first_seen(Facet facet, std::string_view value, std::string_view usual) {
    FacetEvidence evidence;
    Deviation& d = evidence.deviation;
    d.facet = facet;
    d.bits = 12;
    d.value = words_(value);
    d.usual = words_(usual);
    d.minutes = 900;
    d.distinct = 14;
    d.peers_total = 212;
    d.since = testing::at(0);
    d.once_in_days = 36;
    evidence.values = {d.value};
    return evidence;
  }
  FacetEvidence amount(Facet facet, double seen, double usual, double high) {
    FacetEvidence evidence;
    Deviation& d = evidence.deviation;
    d.facet = facet;
    d.bits = 12;
    d.amount = seen;
    d.amount_usual = usual;
    d.amount_high = high;
    d.elapsed_windows = 312;
    d.minutes = 40;
    d.since = testing::at(0);
    d.once_in_days = 36;
    return evidence;
  }
  Reason say(const FacetEvidence& evidence) {
    return explain(evidence, testing::at(13 * 86'400), words_.names());
  }
  testing::Words words_;
};

TEST_F(Explain, SaysEverythingAboutAFirstSeenResource) {
  const Reason reason = say(first_seen(Facet::resource, "prod/db/root", "prod/app/config"));
  EXPECT_EQ(reason.facet, "resource");
  EXPECT_EQ(reason.question, "what");
  EXPECT_EQ(reason.seen, "first use of `prod/db/root`");
  EXPECT_EQ(reason.expected, "one of its 14 resources, most often `prod/app/config`");
  EXPECT_EQ(reason.n, 900);
  EXPECT_EQ(reason.window, "13 d");
  EXPECT_EQ(reason.peers, "0 of 212 peers use it");
  EXPECT_EQ(reason.rarity, "once in 36 days");
  EXPECT_EQ(reason.bits, 12);
}

TEST_F(Explain, SpeaksOfEachKindOfValueInItsWords) {
  const auto seen_and_peers = [&](Facet facet, std::string_view value) {
    const Reason reason = say(first_seen(facet, value, "usual"));
    return reason.seen + " / " + reason.peers;
  };
  EXPECT_EQ(seen_and_peers(Facet::action, "iam:CreateUser"),
            "first call of `iam:CreateUser` / 0 of 212 peers make it");
  EXPECT_EQ(seen_and_peers(Facet::network, "AS64500 Example"),
            "first time from network `AS64500 Example` / 0 of 212 peers come from it");
  EXPECT_EQ(seen_and_peers(Facet::country, "RO"),
            "first time from country `RO` / 0 of 212 peers come from it");
  EXPECT_EQ(seen_and_peers(Facet::region, "ap-south-1"),
            "first time in region `ap-south-1` / 0 of 212 peers work there");
  EXPECT_EQ(seen_and_peers(Facet::agent, "curl"),
            "first time with client `curl` / 0 of 212 peers use it");
  EXPECT_EQ(seen_and_peers(Facet::delegator, "aws:1/role/ci"),
            "first time on behalf of `aws:1/role/ci` / 0 of 212 peers act for it");
  EXPECT_EQ(seen_and_peers(Facet::credential, "long_lived"),
            "first time with a credential that is `long_lived` / 0 of 212 peers have one");
}

TEST_F(Explain, ARareValueIsCountedRatherThanCalledNew) {
  FacetEvidence evidence = first_seen(Facet::action, "sts:AssumeRole", "s3:GetObject");
  evidence.deviation.value_minutes = 3;
  EXPECT_EQ(say(evidence).seen, "`sts:AssumeRole`: called in 3 of 900 minutes");
}

TEST_F(Explain, ASingleHabitIsCalledAlways) {
  FacetEvidence evidence = first_seen(Facet::region, "ap-south-1", "eu-central-1");
  evidence.deviation.distinct = 1;
  EXPECT_EQ(say(evidence).expected, "always `eu-central-1`");
}

TEST_F(Explain, SomebodyNewIsJudgedByThePeers) {
  FacetEvidence evidence = first_seen(Facet::action, "iam:CreateUser", "");
  evidence.deviation.minutes = 0;
  evidence.deviation.peers_total = 0;
  evidence.deviation.since = {};
  const Reason reason = say(evidence);
  EXPECT_EQ(reason.expected, "nothing yet: it is new, so this is judged by its peers");
  EXPECT_EQ(reason.peers, "no peers yet");
  EXPECT_EQ(reason.window, "none yet");
}

TEST_F(Explain, FurtherValuesAreNamed) {
  FacetEvidence evidence = first_seen(Facet::resource, "prod/db/root", "prod/app/config");
  evidence.values = {words_("prod/db/a"), evidence.deviation.value, words_("prod/db/b")};
  EXPECT_EQ(say(evidence).seen,
            "first use of `prod/db/root`, and 2 more out of character: `prod/db/a`, `prod/db/b`");
}

TEST_F(Explain, CountsTheFurtherValuesThatItNames) {
  FacetEvidence evidence = first_seen(Facet::resource, "strongest", "usual");
  evidence.values = {words_("a"), words_("b")};  // the strongest came after the list was full
  EXPECT_EQ(say(evidence).seen, "first use of `strongest`, and 2 more out of character: `a`, `b`");
}

TEST_F(Explain, KeepsTheRawValuesWholeAndTheStrongestFirst) {
  const std::string longest(200, 'x');
  FacetEvidence evidence = first_seen(Facet::resource, longest, "usual");
  evidence.values = {words_("a"), words_("b")};
  const Reason reason = say(evidence);
  EXPECT_EQ(reason.values, (std::vector<std::string>{longest, "a", "b"}));
  EXPECT_EQ(reason.amount, 0);
}

TEST_F(Explain, KeepsTheRawAmount) {
  const Reason reason = say(amount(Facet::bytes, 3'670'016.5, 0, 0));
  EXPECT_TRUE(reason.values.empty());
  EXPECT_EQ(reason.amount, 3'670'016.5);
}

TEST_F(Explain, SaysAmountsWithTheirUnits) {
  const auto text = [&](Facet facet, double seen, double usual, double high) {
    const Reason reason = say(amount(facet, seen, usual, high));
    return reason.seen + " / " + reason.expected;
  };
  EXPECT_EQ(text(Facet::rate, 250, 3, 12), "250 calls in a minute / usually 3, at most 12 so far");
  EXPECT_EQ(text(Facet::volume, 12'345, 100, 2000),
            "12,345 calls in an hour / usually 100, at most 2,000 so far");
  EXPECT_EQ(text(Facet::bytes, 3.5 * 1024 * 1024 * 1024, 2048, 10'240),
            "3.5 GiB in an hour / usually 2.0 KiB, at most 10.0 KiB so far");
  EXPECT_EQ(text(Facet::fan_out, 400, 2, 2),
            "400 different resources in an hour / usually 2, at most 2 so far");
  EXPECT_EQ(text(Facet::secrets, 40, 0, 0),
            "40 secret reads in an hour / none in the 312 hours since it was first seen");
  EXPECT_EQ(text(Facet::denials, 9, 0, 0),
            "9 denied calls in an hour / none in the 312 hours since it was first seen");
  EXPECT_EQ(say(amount(Facet::volume, 9, 1, 1)).n, 312);
}

TEST_F(Explain, SaysWhichHourIsUnusual) {
  FacetEvidence evidence = amount(Facet::hour, 24 + 14, 0, 0);
  evidence.deviation.value_minutes = 0;
  evidence.deviation.distinct = 2;
  const Reason reason = say(evidence);
  EXPECT_EQ(reason.seen, "active on Tuesday 14:00 UTC");
  EXPECT_EQ(reason.expected,
            "at this time of day or a rarer one in 0 of its 40 active hours; they keep to 2 hours "
            "of the day");
  EXPECT_EQ(reason.question, "when");
  EXPECT_EQ(reason.n, 40);
}

TEST_F(Explain, SaysHowLongItSlept) {
  const Reason reason = say(amount(Facet::gap, 24 * 40, 15, 62));
  EXPECT_EQ(reason.seen, "awake after 40 d of silence");
  EXPECT_EQ(reason.expected, "its longest pause so far was 2 d 14 h");
  EXPECT_EQ(say(amount(Facet::gap, 20, 0, 0)).expected, "no pause longer than an hour so far");
}

TEST(ExplainText, RaritiesAreReadable) {
  EXPECT_EQ(rarity_text(0.0001), "once in 1 min");
  EXPECT_EQ(rarity_text(1.0 / 24), "once in 60 min");
  EXPECT_EQ(rarity_text(5.0 / 24), "once in 5 h");
  EXPECT_EQ(rarity_text(36), "once in 36 days");
  EXPECT_EQ(rarity_text(3 * 365), "once in 3 years");
  EXPECT_EQ(rarity_text(1e9), "less than once in 1,000 years");
}

TEST(ExplainText, CountsKeepTheirDigitsBelowAMillion) {
  EXPECT_EQ(count_text(-3), "0");
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(999.4), "999");
  EXPECT_EQ(count_text(1000), "1,000");
  EXPECT_EQ(count_text(123'456), "123,456");
  EXPECT_EQ(count_text(12'500'000), "12.5 M");
  EXPECT_EQ(count_text(7e9), "7.0 G");
  EXPECT_EQ(count_text(999'999.7), "1.0 M");
}

TEST(ExplainText, BytesHaveUnits) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(1023), "1023 B");
  EXPECT_EQ(bytes_text(1536), "1.5 KiB");
  EXPECT_EQ(bytes_text(2.0 * 1024 * 1024 * 1024 * 1024 * 1024), "2048.0 TiB");
}

TEST(ExplainText, HoursOfTheWeekStartOnMonday) {
  EXPECT_EQ(hour_text(0), "Monday 00:00");
  EXPECT_EQ(hour_text(167), "Sunday 23:00");
  EXPECT_EQ(hour_text(9999), "Sunday 23:00");
}

TEST(ExplainText, LongNamesAreShortenedInTheMiddle) {
  EXPECT_EQ(short_name(""), "?");
  EXPECT_EQ(short_name(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(short_name("begin" + std::string(100, 'x') + "end"),
            "begin" + std::string(33, 'x') + "..." + std::string(35, 'x') + "end");
}

TEST(ExplainText, ShorteningNeverCutsACharacterInTwo) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string name(shift, 'x');
    for (int i = 0; i < 60; ++i) name += "\xE2\x82\xAC";  // the euro sign, three bytes
    const std::string text = short_name(name);
    EXPECT_LE(text.size(), 80U);
    const std::size_t dots = text.find("...");
    ASSERT_NE(dots, std::string::npos);
    EXPECT_EQ((dots - shift) % 3, 0U);
    EXPECT_EQ((text.size() - dots - 3) % 3, 0U);
  }
}

}  // namespace
}  // namespace gait::detect
