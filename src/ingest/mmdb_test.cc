#include "ingest/mmdb.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>

#include <array>
#include <map>
#include <thread>
#include <variant>

#include "ingest/testing.h"

namespace gait::ingest {
namespace {

using ::testing::HasSubstr;

// A value as MMDB has them: text, a number of one of three widths, a map or an empty list.
struct Value {
  struct EmptyList {};
  using Map = std::map<std::string, Value>;
  std::variant<std::string, std::uint16_t, std::uint32_t, std::uint64_t, Map, EmptyList> is;

  Value(const char* text) : is(std::string(text)) {}
  Value(std::uint16_t number) : is(number) {}
  Value(std::uint32_t number) : is(number) {}
  Value(std::uint64_t number) : is(number) {}
  Value(EmptyList list) : is(list) {}
  Value(Map map) : is(std::move(map)) {}
};

// Writes an MMDB file of an IPv6 tree with 24-bit records, as the MaxMind DB format 2.0 says.
class MmdbWriter {
 public:
  void add(const std::string& address, int prefix_length, const Value& value) {
    const bool v4 = address.find(':') == std::string::npos;
    std::array<unsigned char, 16> bytes{};
    EXPECT_EQ(::inet_pton(v4 ? AF_INET : AF_INET6, address.c_str(), bytes.data() + (v4 ? 12 : 0)),
              1);
    std::size_t node = 0;
    const int depth = prefix_length + (v4 ? 96 : 0);
    for (int i = 0; i < depth; ++i) {
      const auto side =
          static_cast<std::size_t>(bytes[static_cast<std::size_t>(i / 8)] >> (7 - i % 8) & 1);
      if (i == depth - 1) {
        nodes_[node][side] = {Record::data, data_.size()};
      } else {
        if (nodes_[node][side].kind != Record::node) {
          nodes_[node][side] = {Record::node, nodes_.size()};
          nodes_.emplace_back();
        }
        node = nodes_[node][side].number;
      }
    }
    put(data_, value);
  }

  std::string file() const {
    std::string bytes;
    for (const auto& node : nodes_)
      for (const Record& record : node) put_number(bytes, resolve(record), 3);
    bytes += std::string(16, '\0') + data_ + "\xab\xcd\xefMaxMind.com";
    put(bytes, Value::Map{{"node_count", static_cast<std::uint32_t>(nodes_.size())},
                          {"record_size", std::uint16_t{24}},
                          {"ip_version", std::uint16_t{6}},
                          {"database_type", "Test"},
                          {"languages", Value::EmptyList{}},
                          {"binary_format_major_version", std::uint16_t{2}},
                          {"binary_format_minor_version", std::uint16_t{0}},
                          {"build_epoch", std::uint64_t{1}},
                          {"description", Value::Map{}}});
    return bytes;
  }

 private:
  struct Record {
    enum Kind { nothing, node, data };
    Kind kind = nothing;
    std::size_t number = 0;
  };

  std::size_t resolve(const Record& record) const {
    if (record.kind == Record::node) return record.number;
    return nodes_.size() + (record.kind == Record::data ? 16 + record.number : 0);
  }

  static void put_number(std::string& bytes, std::size_t number, int size) {
    for (int i = size - 1; i >= 0; --i) bytes += static_cast<char>(number >> (8 * i) & 0xff);
  }
  static void put_text(std::string& bytes, const std::string& text) {
    EXPECT_LT(text.size(), 285U);
    const bool is_short = text.size() < 29;
    bytes += static_cast<char>(2 << 5 | static_cast<int>(is_short ? text.size() : 29));
    if (!is_short) put_number(bytes, text.size() - 29, 1);
    bytes += text;
  }
  // The type is the upper three bits; 0 says that it follows in a byte of its own, less 7.
  static void put(std::string& bytes, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value.is)) return put_text(bytes, *text);
    if (const auto* number = std::get_if<std::uint16_t>(&value.is)) {
      bytes += static_cast<char>(5 << 5 | 2);
      return put_number(bytes, *number, 2);
    }
    if (const auto* number = std::get_if<std::uint32_t>(&value.is)) {
      bytes += static_cast<char>(6 << 5 | 4);
      return put_number(bytes, *number, 4);
    }
    if (const auto* number = std::get_if<std::uint64_t>(&value.is)) {
      bytes += "\x08\x02";
      return put_number(bytes, *number, 8);
    }
    if (const auto* map = std::get_if<Value::Map>(&value.is)) return put_map(bytes, *map);
    bytes += std::string("\0\x04", 2);
  }
  static void put_map(std::string& bytes, const Value::Map& map) {
    bytes += static_cast<char>(7 << 5 | static_cast<int>(map.size()));
    for (const auto& [key, inner] : map) {
      put_text(bytes, key);
      put(bytes, inner);
    }
  }

  std::vector<std::array<Record, 2>> nodes_ = std::vector<std::array<Record, 2>>(1);
  std::string data_;
};

Value network(std::uint32_t number, const char* organisation) {
  return Value::Map{{"autonomous_system_number", number},
                    {"autonomous_system_organization", organisation}};
}

std::string network_file() {
  MmdbWriter writer;
  writer.add("198.51.100.0", 24, network(64500, "Example"));
  writer.add("2001:db8::", 32, network(4200000000, "Example Six"));
  return writer.file();
}

std::string country(const NetworkFacts& facts) {
  return facts.country[0] == 0 ? "" : std::string(facts.country.data(), 2);
}

TEST(Mmdb, KnowsNetworksOfBothKindsOfAddress) {
  const TestFolder folder;
  const auto lookup = MmdbLookup::open({folder.write("asn.mmdb", network_file())});
  ASSERT_TRUE(lookup) << lookup.error().message;
  EXPECT_EQ((*lookup)->find("198.51.100.7").asn, 64500U);
  EXPECT_EQ((*lookup)->find("198.51.100.7").organisation, "Example");
  EXPECT_EQ((*lookup)->find("::ffff:198.51.100.7").asn, 64500U);
  EXPECT_EQ((*lookup)->find("2001:db8::1").asn, 4200000000U);
  EXPECT_EQ(country((*lookup)->find("198.51.100.7")), "");
}

TEST(Mmdb, KnowsNothingOfOtherTexts) {
  const TestFolder folder;
  const auto lookup = MmdbLookup::open({folder.write("asn.mmdb", network_file())});
  ASSERT_TRUE(lookup);
  for (const auto text : {"198.51.101.1", "2001:db9::1", "", "ec2.amazonaws.com", "198.51.100",
                          "198.51.100.7 ", "198.51.100.7:443", "AWS Internal",
                          "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"}) {
    EXPECT_EQ((*lookup)->find(text).asn, 0U) << text;
    EXPECT_EQ((*lookup)->find(text).organisation, "") << text;
  }
}

TEST(Mmdb, ReadsTheCountryFieldsOfBothMakers) {
  const TestFolder folder;
  MmdbWriter maxmind, location_db;
  maxmind.add("198.51.100.0", 24, Value::Map{{"country", Value::Map{{"iso_code", "DE"}}}});
  location_db.add("198.51.100.0", 24, Value::Map{{"country_code", "FR"}});
  location_db.add("203.0.113.0", 24, Value::Map{{"country_code", "JP"}});
  location_db.add("192.0.2.0", 24, Value::Map{{"country_code", "??"}});
  const auto first = folder.write("a.mmdb", maxmind.file());
  const auto second = folder.write("b.mmdb", location_db.file());
  const auto lookup = MmdbLookup::open({first, second});
  ASSERT_TRUE(lookup) << lookup.error().message;
  EXPECT_EQ(country((*lookup)->find("198.51.100.7")), "DE") << "the first file that knows it";
  EXPECT_EQ(country((*lookup)->find("203.0.113.7")), "JP");
  EXPECT_EQ(country((*lookup)->find("192.0.2.7")), "") << "not a country code";
}

TEST(Mmdb, JoinsNetworksAndCountriesOfTwoFiles) {
  const TestFolder folder;
  MmdbWriter countries;
  countries.add("198.51.100.0", 25, Value::Map{{"country_code", "FR"}});
  const auto lookup = MmdbLookup::open(
      {folder.write("country.mmdb", countries.file()), folder.write("asn.mmdb", network_file())});
  ASSERT_TRUE(lookup);
  EXPECT_EQ(country((*lookup)->find("198.51.100.7")), "FR");
  EXPECT_EQ((*lookup)->find("198.51.100.7").asn, 64500U);
}

TEST(Mmdb, SaysWhatIsWrongWithAFile) {
  const TestFolder folder;
  const auto message = [](const std::string& path) {
    const auto lookup = MmdbLookup::open({path});
    EXPECT_FALSE(lookup);
    return lookup ? "" : lookup.error().message;
  };
  EXPECT_EQ(message(folder.path("none.mmdb")),
            "opening `" + folder.path("none.mmdb") + "`: no such file or folder; check the path");
  EXPECT_THAT(message(folder.write("text", "not a database")), HasSubstr("is not a usable MMDB"));
  EXPECT_THAT(message(folder.write("empty", "")), HasSubstr("`: "));
  EXPECT_THAT(message(folder.path()), HasSubstr(folder.path()));

  MmdbWriter other;
  other.add("198.51.100.0", 24, Value::Map{{"is_anonymous", 1U}});
  EXPECT_THAT(message(folder.write("other.mmdb", other.file())),
              HasSubstr("holds neither networks (`autonomous_system_number`) nor countries"));
}

TEST(Mmdb, DoesNotFallOverADamagedFile) {
  const TestFolder folder;
  const std::string good = network_file();
  for (std::size_t at = 0; at + 1 < good.size(); at += 7) {
    std::string damaged = good;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    const auto lookup = MmdbLookup::open({folder.write("damaged.mmdb", damaged)});
    if (lookup) (*lookup)->find("198.51.100.7");
  }
}

TEST(Mmdb, AnswersSeveralThreadsAtOnce) {
  const TestFolder folder;
  const auto lookup = MmdbLookup::open({folder.write("asn.mmdb", network_file())});
  ASSERT_TRUE(lookup);
  std::array<int, 4> right{};
  std::vector<std::thread> threads;
  for (int& count : right)
    threads.emplace_back([&count, &lookup] {
      for (int i = 0; i < 1000; ++i) count += (*lookup)->find("198.51.100.7").asn == 64500;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(right, ::testing::Each(1000));
}

}  // namespace
}  // namespace gait::ingest
