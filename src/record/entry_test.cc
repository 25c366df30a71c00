#include "record/entry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>

#include "record/bundle.h"

namespace gait::record {
namespace {

Entry full_entry() {
  Entry entry;
  entry.index = 7;
  entry.source = "aws_cloudtrail";
  entry.sequence = 3;
  entry.event_id = "e-1";
  entry.time = Timestamp::from_seconds(1'793'577'600);
  entry.received = {1'793'577'601'000'000'001};
  entry.identity = "aws:111122223333/role/a";
  entry.session = "s \"1\"\n";
  entry.credential = "ASIAEXAMPLE";
  entry.action = "s3:GetObject";
  entry.resource = "arn:aws:s3:::b\xC3\xA4/c\\d";
  entry.address = "198.51.100.7";
  entry.sealed.push_back(
      {"address", "k1", "nonce-12-byt", "ct", std::string(16, 't'), std::string(32, '\0')});
  entry.raw = R"({"a": [1,2.50,"x\u00e9"]})";
  entry.raw_kind = RawKind::json;
  return entry;
}

std::string encoded(const Entry& entry) { return encode_entry(entry.index, entry.draft()); }

TEST(Entry, IsOneLineInOneOrder) {
  EXPECT_EQ(encoded(full_entry()),
            R"({"v":1,"i":7,"src":"aws_cloudtrail","seq":3,"id":"e-1",)"
            R"("t":"2026-11-02T00:00:00.000000000Z","r":"2026-11-02T00:00:01.000000001Z",)"
            R"("identity":"aws:111122223333/role/a","session":"s \"1\"\n",)"
            R"("credential":"ASIAEXAMPLE","action":"s3:GetObject",)"
            "\"resource\":\"arn:aws:s3:::b\xC3\xA4/c\\\\d\","
            R"("address":"198.51.100.7","sealed":[{"name":"address","alg":"A256GCM","key":"k1",)"
            R"("nonce":"bm9uY2UtMTItYnl0","ct":"Y3Q=","tag":"dHR0dHR0dHR0dHR0dHR0dA==",)"
            R"("kc":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],)"
            R"("raw":{"a": [1,2.50,"x\u00e9"]}})");
}

TEST(Entry, ComesBackAsItWas) {
  Entry entry = full_entry();
  for (int form = 0; form < 4; ++form) {
    if (form == 1) entry.raw = "two\nlines", entry.raw_kind = RawKind::text;
    if (form == 2) entry.raw = "\xFF\x00", entry.raw_kind = RawKind::bytes;
    if (form == 3) {
      entry.blob = blob_of("payload", RawKind::text);
      entry.raw.clear(), entry.raw_kind = RawKind::none;
    }
    const auto read = decode_entry(encoded(entry));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, entry);
  }
}

TEST(Entry, LeavesOutWhatIsAbsent) {
  EntryDraft draft;
  draft.source = "x";
  EXPECT_EQ(encode_entry(0, draft), R"({"v":1,"i":0,"src":"x"})");
  EXPECT_TRUE(decode_entry(R"({"v":1,"i":0,"src":"x"})"));
}

TEST(Entry, HasOneSpellingOnly) {
  for (const char* text : {"",
                           "{}",
                           R"({"v":2,"i":0,"src":"x"})",
                           R"({"v":1,"i":00,"src":"x"})",
                           R"({"v":1,"i":0,"src":"x","seq":0})",
                           R"({"v":1,"i":0,"src":"x","seq":+1})",
                           R"({"v":1,"i":0,"src":"x","id":""})",
                           R"({"v":1,"i":0,"src":"\u0078"})",
                           R"({"v":1,"i":0,"src":"\u000a"})",
                           R"({"v":1,"i":0,"src":"x"} )",
                           R"({"v":1,"i":0, "src":"x"})",
                           R"({"v":1,"i":0,"src":"x","raw":{}},"kind":"hold"})",
                           R"({"v":1,"i":0,"src":"x","raw":{} ,"kind":"hold"})",
                           R"({"v":1,"i":0,"src":"x","raw":})",
                           R"({"v":1,"i":0,"src":"x","t":"2026-11-02T00:00:00Z"})",
                           R"({"v":1,"i":0,"src":"x","action":"a","session":"b"})",
                           R"({"v":1,"i":0,"src":"x","text":"{}"})",
                           R"({"v":1,"i":0,"src":"x","bytes":"YQ=="})",
                           R"({"v":1,"i":0,"src":"x","sealed":[]})",
                           R"({"v":1,"i":18446744073709551616,"src":"x"})",
                           "{\"v\":1,\"i\":0,\"src\":\"\xFF\"}",
                           "{\"v\":1,\"i\":0,\"src\":\"x\",\"raw\":\"\xFF\"}"})
    EXPECT_FALSE(decode_entry(text)) << text;
}

TEST(Entry, CannotBeWrittenByItsPayload) {
  // What a source says must not look like what the record says.
  for (const std::string raw : {R"({}},"kind":"erasure")", R"(1,"kind":"hold")", "{}\n{}", "tru"}) {
    EXPECT_EQ(raw_kind_of(raw), RawKind::text) << raw;
    EntryDraft draft;
    draft.source = "x";
    draft.raw = raw;
    draft.raw_kind = raw_kind_of(raw);
    const auto read = decode_entry(encode_entry(1, draft));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->raw, raw);
    EXPECT_EQ(read->kind, "");
  }
}

TEST(Entry, IsJsonWhateverTheFieldsHold) {
  std::mt19937 random(1);  // NOLINT: the same each time
  simdjson::dom::parser parser;
  for (int round = 0; round < 20'000; ++round) {
    std::string noise(random() % 40, '\0');
    for (char& c : noise) c = static_cast<char>(random() % (round % 2 == 0 ? 256 : 128));
    EntryDraft draft;
    draft.source = noise;
    draft.identity = noise;
    draft.raw = noise;
    draft.raw_kind = raw_kind_of(noise);
    const std::string text = encode_entry(random(), draft);
    EXPECT_EQ(parser.parse(text).error(), simdjson::SUCCESS) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto read = decode_entry(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->raw, noise);
  }
}

TEST(Entry, CutsLongFieldsAtACharacter) {
  EntryDraft draft;
  std::string longest = "x";
  for (int i = 0; i < 2000; ++i) longest += "\xC3\xA4";
  draft.source = "x";
  draft.resource = longest;
  const auto read = decode_entry(encode_entry(0, draft));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->resource, longest.substr(0, 2047));
}

TEST(Entry, SendsWhatIsTooLargeToABlob) {
  EntryDraft draft;
  draft.source = "x";
  draft.raw_kind = RawKind::json;
  std::string raw = "\"\"";
  for (std::size_t size : {65'000UL, 65'535UL, 70'000UL}) {
    raw = '"' + std::string(size, 'a') + '"';
    draft.raw = raw;
    EXPECT_EQ(fits_entry(draft), encode_entry(UINT64_MAX, draft).size() <= entry_bytes_max) << size;
  }
  const BlobRef blob = blob_of(raw, RawKind::json);
  EXPECT_EQ(blob.length, raw.size());
  EXPECT_EQ(blob.media_type, "application/json");
  draft.raw = {}, draft.raw_kind = RawKind::none, draft.blob = &blob;
  EXPECT_TRUE(fits_entry(draft));
  EXPECT_TRUE(decode_entry(encode_entry(0, draft)));
}

TEST(Entry, AgreesWithAnotherParserOnWhatIsJson) {
  simdjson::dom::parser parser;
  for (const char* text :
       {"{}",          "[]",        "[{}]",        R"({"a":1})", R"({"a":[1,{"b":null}],"c":"d"})",
        "1",           "-0",        "-0.5e+7",     "01",         "1.",
        ".5",          "1e",        "+1",          "-",          "tru",
        "true",        "nullx",     "[1,]",        "[,1]",       "{,}",
        R"({"a"})",    R"({"a":})", R"({"a":1,})", R"({1:2})",   R"("\u12g4")",
        R"("\u1234")", R"("\x")",   R"("a)",       "[",          "]",
        "[[]",         "{]",        "[}",          "1 2",        " 1 ",
        R"("\")"}) {
    const std::string padded(text);
    EXPECT_EQ(raw_kind_of(text) == RawKind::json && padded.back() != ' ',
              parser.parse(padded).error() == simdjson::SUCCESS && padded.back() != ' ')
        << text;
  }
  EXPECT_EQ(raw_kind_of(std::string(200, '[') + std::string(200, ']')), RawKind::text);
}

}  // namespace
}  // namespace gait::record
