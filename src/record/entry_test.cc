#include "record/entry.h"

#include <gtest/gtest.h>

#include "record/bundle.h"

namespace gait::record {
namespace {

Entry full_entry() {
  Entry entry;
  entry.index = 70'001;
  entry.source = "kubernetes";
  entry.sequence = 3;
  entry.event = "7d0a4f0e";
  parse_rfc3339("2026-11-20T08:00:00.000100Z", entry.time);
  parse_rfc3339("2026-11-20T08:00:02Z", entry.received);
  entry.identity = "k8s:prod/sa/shop/cart";
  entry.session = "pod \"7\"\n";
  entry.credential = "JTI=1";
  entry.action = "get core/secrets";
  entry.resource = "shop/secrets/db";
  entry.address = "10.0.0.1";
  entry.payload = R"({"verb":"get", "n": 1})";
  return entry;
}

TEST(Entry, IsSpelledInOneWay) {
  EXPECT_EQ(encode_entry(full_entry()),
            R"({"v":1,"i":70001,"src":"kubernetes","seq":3,"id":"7d0a4f0e",)"
            R"("t":"2026-11-20T08:00:00.0001Z","r":"2026-11-20T08:00:02Z",)"
            R"("identity":"k8s:prod/sa/shop/cart","session":"pod \"7\"\n","credential":"JTI=1",)"
            R"("action":"get core/secrets","resource":"shop/secrets/db","address":"10.0.0.1",)"
            R"("raw":{"verb":"get", "n": 1}})");
}

TEST(Entry, ReadsBackWhateverItHolds) {
  std::vector<Entry> entries{full_entry(), Entry{}};
  for (const std::string_view payload :
       {"", "plain text", "{\"a\":1}", "{\"broken\":", "[1]", "two\nlines\x01\x1f", "{\"a\":\n1}",
        "not utf8 \xff\xfe", "\"", "\\", "{}"}) {
    entries.push_back(full_entry());
    entries.back().payload = payload;
  }
  entries.push_back(full_entry());
  entries.back().payload.clear();
  entries.back().blob = BlobRef{sha256("x"), 70'000};
  for (const Entry& entry : entries) {
    const std::string bytes = encode_entry(entry);
    EXPECT_EQ(bytes.find('\n'), std::string::npos) << bytes;
    const auto again = decode_entry(bytes);
    ASSERT_TRUE(again) << bytes;
    EXPECT_EQ(*again, entry) << bytes;
  }
}

TEST(Entry, RefusesEveryOtherSpelling) {
  const std::string good = encode_entry(full_entry());
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"\"i\":70001", "\"i\":070001"},
                                                        {"\"i\":70001", "\"i\": 70001"},
                                                        {"\"seq\":3", "\"seq\":0"},
                                                        {"08:00:02Z", "08:00:02.0Z"},
                                                        {"pod \\\"7", "p\\u006fd \\\"7"},
                                                        {"\\n", "\\u000a"},
                                                        {"kubernetes", ""},
                                                        {"\"v\":1", "\"v\":2"},
                                                        {"}}", "}} "},
                                                        {"\"raw\":{", "\"raw\":{{"},
                                                        {"\"verb\"", "\"verb"}}) {
    std::string other = good;
    other.replace(other.find(from), from.size(), to);
    EXPECT_FALSE(decode_entry(other)) << other;
  }
}

TEST(Entry, RefusesEveryFlippedBitOrIsAnotherEntry) {
  const std::string good = encode_entry(full_entry());
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string other = good;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
    const auto read = decode_entry(other);
    EXPECT_FALSE(read && *read == full_entry()) << other;
  }
}

TEST(Entry, RepairsNamesThatAreNotUtf8) {
  Entry entry = full_entry();
  entry.resource =
      "a\xff"
      "b";
  const auto again = decode_entry(encode_entry(entry));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->resource,
            "a\xef\xbf\xbd"
            "b");
}

TEST(Entry, ThatIsTooLongNeedsABlob) {
  Entry entry = full_entry();
  EXPECT_FALSE(needs_blob(entry));
  for (const char filler : {'x', '"', '\x01', '\xff'}) {
    entry.payload = std::string(9'000, filler);
    EXPECT_FALSE(needs_blob(entry));
    EXPECT_LE(encode_entry(entry).size(), entry_bytes_max);
    entry.payload = std::string(65'000, filler);
    EXPECT_TRUE(needs_blob(entry));
  }
}

}  // namespace
}  // namespace gait::record
