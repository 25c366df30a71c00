#include "session/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gait::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Mint mint(std::uint64_t child, std::uint64_t parent, std::uint64_t parent_identity,
          std::int64_t second = 0) {
  Mint m;
  m.child_credential = {child};
  m.parent_credential = {parent};
  m.parent_identity = {parent_identity};
  m.time = Timestamp::from_seconds(second);
  return m;
}

TEST(SessionGraph, FollowsARoleChainBackToItsOrigin) {
  Graph graph;
  graph.add(mint(30, 20, 2));
  graph.add(mint(20, 10, 1));
  EXPECT_THAT(graph.chain(Symbol{30}), ElementsAre(Symbol{1}, Symbol{2}));
}

TEST(SessionGraph, AnUnknownParentIsNormal) {
  Graph graph;
  EXPECT_EQ(graph.origin(Symbol{7}), nullptr);
  EXPECT_THAT(graph.chain(Symbol{7}), IsEmpty());
}

TEST(SessionGraph, ACycleEnds) {
  Graph graph;
  graph.add(mint(1, 2, 11));
  graph.add(mint(2, 1, 12));
  EXPECT_EQ(graph.chain(Symbol{1}).size(), 2U);
}

TEST(SessionGraph, AnEndlessChainIsCutAtItsLimit) {
  Graph graph;
  for (std::uint64_t i = 1; i <= 100; ++i) graph.add(mint(i, i + 1, i + 1000));
  EXPECT_EQ(graph.chain(Symbol{1}).size(), chain_length_max);
}

TEST(SessionGraph, AnyOrderAndAnyDuplicationGiveTheSameGraph) {
  std::vector<Mint> mints{mint(3, 2, 2, 5), mint(2, 1, 1, 4), mint(3, 9, 9, 6), mint(3, 2, 2, 5),
                          mint(3, 8, 8, 5)};
  std::ranges::sort(mints, {}, &Mint::parent_identity);
  do {
    Graph graph;
    for (const Mint& m : mints) graph.add(m);
    ASSERT_THAT(graph.chain(Symbol{3}), ElementsAre(Symbol{1}, Symbol{2}));
  } while (std::ranges::next_permutation(mints, {}, &Mint::parent_identity).found);
}

}  // namespace
}  // namespace gait::session
