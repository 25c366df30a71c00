#include "store/blobs.h"

#include "store/testing.h"

namespace gait::store {
namespace {

TEST(Blobs, AreKeptOnceAndCheckedWhenRead) {
  const TestFolder scratch;
  const LogFolder folder{scratch.path("log")};
  ASSERT_TRUE(make_folder(folder.path));
  const std::string bytes(100'000, 'x');
  const record::BlobRef blob = record::blob_of(bytes, record::RawKind::text);
  ASSERT_TRUE(put_blob(folder, blob, bytes));
  ASSERT_TRUE(put_blob(folder, blob, bytes));
  EXPECT_EQ(*read_blob(folder, blob), bytes);
  write_bytes(blob_path(folder, blob), bytes.substr(1) + "y");
  EXPECT_EQ(read_blob(folder, blob).error().code, Error::Code::corrupt);
  std::filesystem::remove(blob_path(folder, blob));
  EXPECT_EQ(read_blob(folder, blob).error().code, Error::Code::not_found);
}

TEST(Blobs, HaveALimit) {
  const TestFolder scratch;
  const std::string bytes(blob_bytes_max + 1, 'x');
  EXPECT_FALSE(
      put_blob(LogFolder{scratch.path()}, record::blob_of(bytes, record::RawKind::text), bytes));
}

}  // namespace
}  // namespace gait::store
