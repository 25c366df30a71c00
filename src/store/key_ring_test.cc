#include "store/key_ring.h"

#include <sys/stat.h>

#include <filesystem>

#include "store/testing.h"

namespace gait::store {
namespace {

KeyRing open_ring(const TestFolder& folder) {
  auto ring = KeyRing::open(folder.path("keys"));
  EXPECT_TRUE(ring) << (ring ? "" : ring.error().message);
  return *std::move(ring);
}

TEST(KeyRing, OpensWhatItSealedUntilTheKeyIsDestroyed) {
  const TestFolder folder;
  const std::string id = record::key_id({"a", "standard", 1});
  const KeyRing ring = open_ring(folder);
  EXPECT_FALSE(ring.seal("address", "198.51.100.7", id));
  ASSERT_TRUE(ring.data_key_or_new(id));
  const auto field = ring.seal("address", "198.51.100.7", id);
  ASSERT_TRUE(field) << field.error().message;

  const KeyRing again = open_ring(folder);
  EXPECT_EQ(again.pepper(), ring.pepper());
  const auto key = again.data_key(id);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(*record::open_sealed(*field, *key), "198.51.100.7");
  EXPECT_NE(field->nonce, ring.seal("address", "198.51.100.7", id)->nonce);

  ASSERT_TRUE(ring.destroy(id));
  ASSERT_TRUE(ring.destroy(id));
  const auto gone = ring.data_key(id);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, Error::Code::not_found);
  EXPECT_FALSE(record::open_sealed(*field, *ring.data_key_or_new(id)));
}

TEST(KeyRing, LeavesNoKeyInTheOpen) {
  const TestFolder folder;
  const std::string id = record::key_id({"a", "standard", 1});
  const KeyRing ring = open_ring(folder);
  const auto key = ring.data_key_or_new(id);
  ASSERT_TRUE(key);
  const std::string plain(key->begin(), key->end());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path("keys"))) {
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 077U, 0U) << entry.path();
    if (entry.is_regular_file()) {
      EXPECT_EQ(bytes_of_file(entry.path()).find(plain), std::string::npos);
    }
  }
}

TEST(KeyRing, RefusesKeysThatAreDamagedOrGone) {
  const TestFolder folder;
  const std::string id = record::key_id({"a", "standard", 1}), other = "00";
  const KeyRing ring = open_ring(folder);
  ASSERT_TRUE(ring.data_key_or_new(id));
  const std::string path = folder.path("keys/data/" + id + ".key");
  const std::string sound = bytes_of_file(path);
  write_bytes(folder.path("keys/data/00.key"), sound);
  EXPECT_FALSE(ring.data_key(other));
  for (std::size_t at = 0; at < sound.size(); ++at) {
    std::string bytes = sound;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    write_bytes(path, bytes);
    EXPECT_FALSE(ring.data_key(id)) << at;
  }
  std::filesystem::remove(folder.path("keys/pepper.key"));
  EXPECT_FALSE(KeyRing::open(folder.path("keys")));
}

}  // namespace
}  // namespace gait::store
