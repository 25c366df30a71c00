#include "detect/evidence_book.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace gait::detect {
namespace {

constexpr std::uint64_t key = 77;
constexpr std::uint32_t start_hour = 480'000;  // since 1970
constexpr double odd_bits = 10;                // one hour in 1,024: wins 5 bits
constexpr std::uint32_t day_hours = 24;

// An identity that is active in one hour of a day, each of them odd; what the last one says.
Accumulated odd_days(EvidenceBook& book, std::uint32_t days, std::uint32_t apart = day_hours) {
  Accumulated said;
  for (std::uint32_t i = 0; i < days; ++i) {
    const std::uint32_t hour = start_hour + i * apart;
    said = book.with(key, hour, i + 1.0, odd_bits);
    book.add(key, hour, i + 1.0, odd_bits);
  }
  return said;
}

std::string bytes_of(const EvidenceBook& book) {
  ByteWriter out;
  book.save(out);
  return out.take();
}

TEST(EvidenceBook, OneHourAloneAddsUpToNothing) {
  EvidenceBook book;
  EXPECT_EQ(book.with(key, start_hour, 1, 60).bits, 0) << "what it says is a matter of the lanes";
}

TEST(EvidenceBook, OddHoursOfSeparateDaysAddUp) {
  double last = 0;
  for (std::uint32_t days = 2; days < 5; ++days) {
    EvidenceBook book;
    const Accumulated said = odd_days(book, days);
    EXPECT_GT(said.bits, last + 3) << days;
    EXPECT_EQ(said.hours, days);
    EXPECT_EQ(said.since.hours(), start_hour);
    last = said.bits;
  }
}

TEST(EvidenceBook, WhatGoesOnFromHourToHourIsOnePieceOfNews) {
  EvidenceBook adjacent, five, six;
  EXPECT_EQ(odd_days(adjacent, 5, 1).bits, 0);
  EXPECT_EQ(odd_days(five, 2, 5).bits, 0);
  EXPECT_GT(odd_days(six, 2, 6).bits, 0);
}

TEST(EvidenceBook, CalmActiveHoursLowerIt) {
  const auto after_calm = [](double calm_hours) {
    EvidenceBook book;
    odd_days(book, 3);
    return book.with(key, start_hour + 3 * day_hours, 4 + calm_hours, odd_bits).bits;
  };
  EXPECT_NEAR(after_calm(0) - after_calm(1), -sketch::e_value_bits(1), 1e-4);
  EXPECT_NEAR(after_calm(0) - after_calm(2), -2 * sketch::e_value_bits(1), 1e-4);
  EXPECT_EQ(after_calm(1e9), 0);
}

TEST(EvidenceBook, AnHourThatIsMetAndSaysNothingLowersItToo) {
  EvidenceBook book;
  odd_days(book, 3);
  const std::uint32_t next = start_hour + 2 * day_hours + 1;
  const double before = book.with(key, start_hour + 2 * day_hours, 3, odd_bits).bits;
  EXPECT_LT(book.with(key, next, 4, 0).bits, before - 1.5);
}

TEST(EvidenceBook, OldEvidenceFades) {
  EvidenceBook book;
  odd_days(book, 3);
  const auto later = [&](std::uint32_t days) {
    return book.with(key, start_hour + (2 + days) * day_hours, 4, odd_bits).bits;
  };
  EXPECT_NEAR(later(1) - later(3), 2, 1e-4) << "a bit a day";
}

TEST(EvidenceBook, AskingChangesNothing) {
  EvidenceBook book;
  odd_days(book, 3);
  const std::string before = bytes_of(book);
  const std::uint32_t next = start_hour + 3 * day_hours;
  const Accumulated first = book.with(key, next, 4, odd_bits);
  EXPECT_EQ(book.with(key, next, 4, odd_bits).bits, first.bits);
  (void)book.with(key + 1, next, 4, odd_bits);
  EXPECT_TRUE(bytes_of(book) == before);
}

TEST(EvidenceBook, AfterAnAlarmItBeginsAnew) {
  EvidenceBook book;
  std::uint32_t hour = start_hour;
  double active = 0;
  double said = 0;
  for (int days = 0; said < evidence_alarm_bits && days < 20; ++days, hour += day_hours) {
    said = book.with(key, hour, ++active, odd_bits).bits;
    book.add(key, hour, active, odd_bits);
  }
  ASSERT_GE(said, evidence_alarm_bits);
  EXPECT_EQ(book.size(), 0U);
  EXPECT_EQ(book.with(key, hour, active + 1, odd_bits).bits, 0)
      << "what was told is not told again";
}

TEST(EvidenceBook, AGreatLeapIsNoMoreThanAnAlarm) {
  EvidenceBook book;
  odd_days(book, 2);
  EXPECT_EQ(book.with(key, start_hour + 2 * day_hours, 3, 90).bits, evidence_bits_max);
}

TEST(EvidenceBook, KeysAreApart) {
  EvidenceBook book;
  odd_days(book, 3);
  EXPECT_EQ(book.with(key + 1, start_hour + 3 * day_hours, 4, odd_bits).bits, 0);
}

TEST(EvidenceBook, HoursThatSayNothingAreNotKept) {
  EvidenceBook book;
  for (std::uint64_t i = 0; i < 100; ++i) book.add(i, start_hour, 1, 1);
  EXPECT_EQ(book.size(), 0U);
}

TEST(EvidenceBook, IsBoundedAndTheWeakestGoFirstInAnyOrder) {
  EvidenceBook forwards, backwards;
  constexpr std::uint64_t count = evidence_entries_max + 1;
  const auto add = [](EvidenceBook& book, std::uint64_t i) {
    book.add(i, start_hour, 1, i % 3 == 0 ? 14 : odd_bits);
  };
  for (std::uint64_t i = 0; i < count; ++i) add(forwards, i);
  for (std::uint64_t i = count; i > 0; --i) add(backwards, i - 1);
  EXPECT_LE(forwards.size(), evidence_entries_max);
  EXPECT_GE(forwards.size(), evidence_entries_max / 2);
  EXPECT_TRUE(bytes_of(forwards) == bytes_of(backwards));
  for (std::uint64_t i = 0; i < count; i += 3)
    ASSERT_GT(forwards.with(i, start_hour + day_hours, 2, odd_bits).bits, 0) << i;
}

TEST(EvidenceBook, SavedAndLoadedItSaysTheSame) {
  EvidenceBook book, loaded;
  odd_days(book, 3);
  book.add(key + 9, start_hour + 50, 60, 12);
  const std::string bytes = bytes_of(book);
  ByteReader in(bytes);
  loaded.load(in);
  ASSERT_TRUE(in.ok());
  EXPECT_TRUE(bytes_of(loaded) == bytes);
  EXPECT_EQ(loaded.size(), 2U);
  const std::uint32_t next = start_hour + 3 * day_hours;
  EXPECT_EQ(loaded.with(key, next, 5, odd_bits).bits, book.with(key, next, 5, odd_bits).bits);
  EXPECT_EQ(loaded.with(key + 9, start_hour + 52, 61, odd_bits).bits,
            book.with(key + 9, start_hour + 52, 61, odd_bits).bits)
      << "also which hour was news";
}

TEST(EvidenceBook, RefusesBytesThatAreCutShortOrPromiseTooMuch) {
  EvidenceBook book, cut, huge;
  odd_days(book, 3);
  const std::string bytes = bytes_of(book);
  ByteReader shorter(std::string_view(bytes).substr(0, bytes.size() - 1));
  cut.load(shorter);
  EXPECT_FALSE(shorter.ok());
  ByteWriter out;
  out.put(std::uint64_t{evidence_entries_max + 1});
  const std::string promise = out.take() + std::string(100'000, '\0');
  ByteReader in(promise);
  huge.load(in);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(huge.size(), 0U);
}

}  // namespace
}  // namespace gait::detect
