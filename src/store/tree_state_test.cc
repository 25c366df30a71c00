#include "store/tree_state.h"

#include "store/testing.h"

namespace gait::store {
namespace {

class TreeStateTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_folder(log_.state())); }
  const TestFolder folder_;
  const LogFolder log_{folder_.path("log")};
};

TEST_F(TreeStateTest, TheLatestIsReadBack) {
  auto file = TreeStateFile::create(log_);
  ASSERT_TRUE(file);
  for (std::uint64_t size = 0; size < 70; size += 7) {
    ASSERT_TRUE(file->save(size, tree_of_entries(size)));
    const auto again = TreeStateFile::open(log_);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state(), file->state());
    EXPECT_EQ(again->state().signed_tree.root(), tree_of_entries(size).root());
  }
}

// A crash while one is written leaves any mixture of old and new in it.
TEST_F(TreeStateTest, ATornOneLeavesTheOneBefore) {
  auto file = TreeStateFile::create(log_);
  ASSERT_TRUE(file->save(1, tree_of_entries(5)));
  const std::string a = bytes_of_file(log_.at("state/tree.a")),
                    b = bytes_of_file(log_.at("state/tree.b"));
  ASSERT_TRUE(file->save(2, tree_of_entries(900)));
  const bool a_is_new = bytes_of_file(log_.at("state/tree.a")) != a;
  const std::string path = log_.at(a_is_new ? "state/tree.a" : "state/tree.b");
  const std::string before = a_is_new ? a : b, after = bytes_of_file(path);
  for (std::size_t cut = 1; cut < 200; ++cut) {
    write_bytes(path, after.substr(0, cut) + before.substr(cut));
    const auto again = TreeStateFile::open(log_);
    ASSERT_TRUE(again);
    const std::uint64_t size = again->state().signed_tree.size();
    EXPECT_TRUE(size == 5 || size == 900) << cut;
    EXPECT_EQ(again->state().signed_tree.root(), tree_of_entries(size).root());
  }
}

TEST_F(TreeStateTest, IsRefusedWithAnyBitTurnedInBoth) {
  ASSERT_TRUE(TreeStateFile::create(log_)->save(1, tree_of_entries(5)));
  for (const std::string name : {"state/tree.a", "state/tree.b"}) {
    std::string bytes = bytes_of_file(log_.at(name));
    bytes[20] ^= 1;
    write_bytes(log_.at(name), bytes);
  }
  EXPECT_EQ(TreeStateFile::open(log_).error().code, Error::Code::corrupt);
}

TEST_F(TreeStateTest, IsNotFoundWhereThereIsNone) {
  EXPECT_EQ(TreeStateFile::open(log_).error().code, Error::Code::not_found);
}

}  // namespace
}  // namespace gait::store
