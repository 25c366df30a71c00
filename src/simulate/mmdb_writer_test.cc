#include "simulate/mmdb_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace gait::simulate {
namespace {

constexpr std::array networks{
    NetworkInfo{"192.0.2.0/24", 64500, "Old Mill", "NL"},
    NetworkInfo{"198.51.100.0/25", 64503, "A name of more than twenty-nine characters", "DE"},
    NetworkInfo{"198.51.100.128/25", 64504, "Watchtower", "US"},
    NetworkInfo{"2001:db8:f000::/36", 65537, "Budget", "RO"},
};

using Address = std::array<std::uint8_t, 16>;

Address v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  Address address{};
  address[12] = a, address[13] = b, address[14] = c, address[15] = d;
  return address;
}

// Walks the tree as the format says and returns the raw data from where the address leads, or
// nothing. Independent of the writer: it reads the node count from where the data begins.
std::string find(const std::string& database, std::size_t node_count, const Address& address) {
  const auto byte = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<std::uint8_t>(database[at]));
  };
  std::size_t node = 0;
  for (std::size_t bit = 0; bit < 128 && node < node_count; ++bit) {
    const std::size_t side = address[bit / 8] >> (7 - bit % 8) & 1U;
    const std::size_t at = node * 6 + side * 3;
    node = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
  }
  if (node <= node_count) return {};
  const std::size_t data = node_count * 6 + node - node_count;
  return database.substr(data, 150);
}

std::size_t node_count_of(const std::string& database) {
  const std::size_t name = database.rfind("node_count");
  const auto size = static_cast<std::uint8_t>(database[name + 10]) & 31U;
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i)
    count = count << 8 | static_cast<std::uint8_t>(database[name + 11 + i]);
  return count;
}

TEST(MmdbWriter, FindsEveryPrefixByItsAddresses) {
  const std::string database = write_mmdb(networks, Timestamp::from_seconds(1'793'577'600));
  const std::size_t nodes = node_count_of(database);
  EXPECT_NE(find(database, nodes, v4(192, 0, 2, 77)).find("Old Mill"), std::string::npos);
  EXPECT_NE(find(database, nodes, v4(198, 51, 100, 127)).find("twenty-nine"), std::string::npos);
  EXPECT_NE(find(database, nodes, v4(198, 51, 100, 128)).find("Watchtower"), std::string::npos);
  Address six{0x20, 0x01, 0x0d, 0xb8, 0xf1, 0x23};
  EXPECT_NE(find(database, nodes, six).find("Budget"), std::string::npos);
}

TEST(MmdbWriter, KnowsNothingOfOtherAddresses) {
  const std::string database = write_mmdb(networks, Timestamp::from_seconds(0));
  const std::size_t nodes = node_count_of(database);
  EXPECT_EQ(find(database, nodes, v4(192, 0, 3, 1)), "");
  EXPECT_EQ(find(database, nodes, v4(10, 0, 0, 1)), "");
}

TEST(MmdbWriter, MarksItsMetadata) {
  const std::string database = write_mmdb(networks, Timestamp::from_seconds(0));
  EXPECT_NE(database.find("\xab\xcd\xefMaxMind.com"), std::string::npos);
}

TEST(MmdbWriterDeath, RefusesOverlappingPrefixes) {
  constexpr std::array overlapping{NetworkInfo{"192.0.2.0/24", 1, "one", "NL"},
                                   NetworkInfo{"192.0.2.128/25", 2, "two", "NL"}};
  EXPECT_DEATH(write_mmdb(overlapping, Timestamp::from_seconds(0)), "overlap");
}

}  // namespace
}  // namespace gait::simulate
