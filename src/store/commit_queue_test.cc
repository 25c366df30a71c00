#include "store/commit_queue.h"

#include <thread>

#include "record/bundle.h"
#include "store/durable_size.h"
#include "store/frame_cursor.h"
#include "store/testing.h"

namespace gait::store {
namespace {

using namespace std::chrono_literals;

TEST(CommitQueue, PutsTheIndexWhereItBelongs) {
  CommitQueue queue(98, {});
  for (std::uint64_t i = 98; i < 102; ++i) EXPECT_EQ(*queue.push("a", "z"), i);
  queue.flush();
  const auto bundle = queue.take();
  ASSERT_TRUE(bundle);
  EXPECT_EQ(bundle->first_index, 98U);
  EXPECT_EQ(bundle->count, 4U);
  std::vector<std::string_view> entries;
  ASSERT_TRUE(record::split_bundle(bundle->bytes, entries));
  EXPECT_THAT(entries, testing::ElementsAre("a98z", "a99z", "a100z", "a101z"));
}

TEST(CommitQueue, ClosesABundleWhenItIsLargeEnough) {
  CommitQueue queue(0, {std::size_t{1} << 30, std::chrono::hours(1)});
  const std::string entry(1000, 'x');
  while (queue.next_index() < 1000) ASSERT_TRUE(queue.push("", entry));
  for (int i = 0; i < 3; ++i) {
    const auto bundle = queue.take();
    EXPECT_GE(bundle->bytes.size(), frame_payload_target);
    EXPECT_LT(bundle->bytes.size(), frame_payload_target + entry.size() + 10);
  }
}

TEST(CommitQueue, ClosesABundleWhenItHasWaitedLongEnough) {
  CommitQueue queue(0, {std::size_t{1} << 20, 2ms});
  ASSERT_TRUE(queue.push("", "x"));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(queue.take());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 500us);
}

TEST(CommitQueue, MakesProducersWaitUntilThereIsRoom) {
  CommitQueue queue(0, {3000, 1ms});
  ASSERT_TRUE(queue.push("", std::string(2000, 'x')));
  std::thread producer([&] { EXPECT_TRUE(queue.push("", std::string(2000, 'y'))); });
  std::this_thread::sleep_for(5ms);
  EXPECT_EQ(queue.next_index(), 1U);
  EXPECT_TRUE(queue.take());
  producer.join();
  EXPECT_EQ(queue.next_index(), 2U);
}

TEST(CommitQueue, WhoWaitsForRoomLearnsThatItStopped) {
  CommitQueue queue(0, {100, std::chrono::hours(1)});
  ASSERT_TRUE(queue.push("", std::string(90, 'x')));
  std::thread producer(
      [&] { EXPECT_EQ(queue.push("", std::string(90, 'y')).error().message, "the disk"); });
  std::this_thread::sleep_for(2ms);
  queue.stop({Error::Code::unavailable, "the disk"});
  producer.join();
  EXPECT_FALSE(queue.take());
  EXPECT_FALSE(queue.push("", "z"));
}

TEST(CommitQueue, GivesWhatIsThereWhenItIsClosed) {
  CommitQueue queue(0, {std::size_t{1} << 20, std::chrono::hours(1)});
  ASSERT_TRUE(queue.push("", "x"));
  queue.close();
  EXPECT_TRUE(queue.take());
  EXPECT_FALSE(queue.take());
}

TEST(DurableSize, WakesWhoWaitsForLess) {
  DurableSize durable(5);
  EXPECT_TRUE(durable.wait(5));
  std::thread waiter([&] { EXPECT_TRUE(durable.wait(8)); });
  durable.grow(7);
  durable.grow(9);
  waiter.join();
}

TEST(DurableSize, TellsTheFirstReasonToAllWhoWaitForMore) {
  DurableSize durable(5);
  std::thread waiter([&] { EXPECT_EQ(durable.wait(6).error().message, "first"); });
  durable.fail({Error::Code::unavailable, "first"});
  durable.fail({Error::Code::unavailable, "second"});
  waiter.join();
  EXPECT_TRUE(durable.wait(5)) << "what is durable stays so";
  EXPECT_EQ(durable.failure()->message, "first");
}

}  // namespace
}  // namespace gait::store
