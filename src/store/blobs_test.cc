#include "store/blobs.h"

#include "store/testing.h"

namespace gait::store {
namespace {

TEST(Blobs, AreKeptUnderTheirContent) {
  const TestFolder folder;
  const Blobs blobs({folder.path()});
  const std::string payload(100'000, 'x');
  const record::BlobRef blob = record::blob_of(payload, record::RawKind::text);
  EXPECT_FALSE(blobs.get(blob));
  ASSERT_TRUE(blobs.put(blob, payload));
  ASSERT_TRUE(blobs.put(blob, payload));
  const auto read = blobs.get(blob);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, payload);
  ASSERT_TRUE(blobs.remove(blob));
  EXPECT_FALSE(blobs.get(blob));
  EXPECT_TRUE(blobs.remove(blob));
}

TEST(Blobs, ThatWereChangedAreNoticedAndPutAgain) {
  const TestFolder folder;
  const Blobs blobs({folder.path()});
  const record::BlobRef blob = record::blob_of("payload", record::RawKind::text);
  ASSERT_TRUE(blobs.put(blob, "payload"));
  for (const char* other : {"", "Payload", "payload and more"}) {
    write_bytes(blobs.path(blob), other);
    const auto read = blobs.get(blob);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Error::Code::corrupt);
    ASSERT_TRUE(blobs.put(blob, "payload"));
    EXPECT_TRUE(blobs.get(blob));
  }
}

}  // namespace
}  // namespace gait::store
