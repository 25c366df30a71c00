// The set that remembers values and nothing else of them.

#include "sketch/seen_set.h"

#include <gtest/gtest.h>

#include "sketch/testing.h"

namespace gait::sketch {
namespace {

using testing::Random;

TEST(SeenSet, NeverDeniesWhatWasAdded) {
  SeenSet seen;
  Random random(1);
  for (int i = 0; i < 1000; ++i) seen.add(random.next());
  Random again(1);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.has(again.next()));
}

TEST(SeenSet, SeldomClaimsWhatWasNot) {
  SeenSet seen;
  Random random(2);
  for (int i = 0; i < 1000; ++i) seen.add(random.next());
  int claimed = 0;
  for (int i = 0; i < 10'000; ++i) claimed += seen.has(random.next());
  EXPECT_LE(claimed, 1250);
}

TEST(SeenSet, AnEndlessExplorerDoesNotMakeEverythingSeemSeen) {
  SeenSet seen;
  Random random(3);
  for (int i = 0; i < 100'000; ++i) seen.add(random.next());
  int claimed = 0;
  for (int i = 0; i < 10'000; ++i) claimed += seen.has(random.next());
  EXPECT_LE(claimed, 1250);
}

TEST(SeenSet, IsTheSameAfterSaveAndLoad) {
  SeenSet seen, loaded;
  for (std::uint64_t i = 1; i < 100; ++i) seen.add(i * 0x9e3779b97f4a7c15ULL);
  ByteWriter out, again;
  seen.save(out);
  ByteReader in(out.bytes());
  loaded.load(in);
  loaded.save(again);
  EXPECT_TRUE(in.ok());
  EXPECT_EQ(out.bytes(), again.bytes());
}

}  // namespace
}  // namespace gait::sketch
