#include "formats/json_walk.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "formats/parser.h"

namespace gait::formats {
namespace {

namespace dom = simdjson::dom;

// Every string and scalar in order, by our walk.
bool flatten(JsonWalk& walk, std::string& out) {
  if (walk.peek() == '{')
    return walk.object([&](const JsonKey& key) {
      std::string scratch;
      out.append(unescape(key.text, scratch)).append("=");
      return flatten(walk, out);
    });
  if (walk.peek() == '[') return walk.array([&] { return flatten(walk, out); });
  std::string_view value;
  std::string scratch;
  const bool whole = walk.scalar(value);
  out.append(unescape(value, scratch)).append(";");
  return whole;
}

// The same by simdjson's DOM.
void flatten(dom::element element, std::string& out) {
  if (element.is_object()) {
    for (const auto& [key, value] : dom::object(element))
      out.append(key).append("="), flatten(value, out);
  } else if (element.is_array()) {
    for (const dom::element value : dom::array(element)) flatten(value, out);
  } else if (element.is_string()) {
    out.append(std::string_view(element)).append(";");
  } else {
    out.append(simdjson::minify(element)).append(";");
  }
}

struct Walked {
  bool whole = false;
  JsonWalk::Stop stop = JsonWalk::Stop::none;
  std::string values;
};

Walked walked(std::string_view json, bool skip = false) {
  std::string text(json);
  text.append(padding_bytes, '}');
  BlockIndex index;
  if (index.build(std::string_view(text).substr(0, json.size())) != BlockIndex::Fault::none)
    return {};
  JsonWalk walk(text.data(), index.positions(), index.positions() + index.size());
  Walked result;
  result.whole = (skip ? walk.skip() : flatten(walk, result.values)) && walk.at_end();
  result.stop = walk.stop();
  return result;
}

// A small generator of documents with a fixed seed.
class Documents {
 public:
  std::string next(int depth = 0) {
    const unsigned kind = pick(depth > 5 ? 4 : 7);
    if (kind == 0) return std::to_string(pick(1000));
    if (kind == 1) return pick(2) != 0 ? "true" : "null";
    if (kind < 4) return string();
    const bool object = kind < 6;
    std::string text(1, object ? '{' : '[');
    for (unsigned i = 0, n = pick(5); i < n; ++i) {
      if (i != 0) text.append(space()).append(",");
      text.append(space());
      if (object) text.append(string()).append(space()).append(":").append(space());
      text.append(next(depth + 1)).append(space());
    }
    return text.append(1, object ? '}' : ']');
  }

  unsigned pick(unsigned below) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<unsigned>(state_ >> 33) % below;
  }

 private:
  std::string space() { return std::string(pick(8) == 0 ? pick(3) : 0, pick(2) != 0 ? ' ' : '\n'); }
  std::string string() {
    constexpr std::string_view parts[] = {
        "a", "},{", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00",
        "[", ":",   ",",    "é",    "\\n",     "longer text here"};
    std::string text = "\"";
    for (unsigned i = 0, n = pick(6); i < n; ++i) text.append(parts[pick(12)]);
    return text + '"';
  }
  std::uint64_t state_ = 42;
};

TEST(JsonWalk, GivesWhatTheDomGives) {
  Documents documents;
  dom::parser parser;
  for (int i = 0; i < 3000; ++i) {
    const std::string json = "[" + documents.next() + "]";
    std::string want;
    flatten(parser.parse(json).value(), want);
    const Walked got = walked(json);
    ASSERT_TRUE(got.whole) << json;
    ASSERT_EQ(got.values, want) << json;
    ASSERT_TRUE(walked(json, true).whole) << json;
  }
}

TEST(JsonWalk, NeverTakesACutTextForAWholeOne) {
  Documents documents;
  for (int i = 0; i < 300; ++i) {
    const std::string json = "[" + documents.next() + "]";
    for (std::size_t size = 0; size < json.size(); ++size) {
      ASSERT_FALSE(walked(json.substr(0, size)).whole) << json.substr(0, size);
      ASSERT_FALSE(walked(json.substr(0, size), true).whole) << json.substr(0, size);
    }
  }
}

TEST(JsonWalk, AcceptsAllThatTheDomAcceptsOfDamagedText) {
  Documents documents;
  dom::parser parser;
  for (int i = 0; i < 5000; ++i) {
    std::string json = "[" + documents.next() + "]";
    json[documents.pick(static_cast<unsigned>(json.size()))] = "{}[]:,\"\\ x"[documents.pick(10)];
    const bool sound = parser.parse(json).error() == simdjson::SUCCESS;
    const Walked got = walked(json);
    if (sound) {
      ASSERT_TRUE(got.whole) << json;
    }
  }
}

TEST(JsonWalk, StopsAtTheDepthItWasGiven) {
  EXPECT_TRUE(walked(std::string(64, '[') + std::string(64, ']'), true).whole);
  EXPECT_EQ(walked(std::string(65, '[') + std::string(65, ']'), true).stop,
            JsonWalk::Stop::malformed);
}

TEST(BlockIndex, NamesItsFaults) {
  BlockIndex index;
  EXPECT_EQ(index.build("{\"a\":\"\xff\"}"), BlockIndex::Fault::not_utf8);
  EXPECT_EQ(index.build("{\"a\":\"\n\"}"), BlockIndex::Fault::control_character);
  EXPECT_EQ(index.build("{\"a"), BlockIndex::Fault::open_string);
  EXPECT_EQ(index.build("  "), BlockIndex::Fault::none);
  EXPECT_EQ(index.size(), 0U);
}

TEST(Unescape, ReplacesWhatIsWrong) {
  std::string scratch;
  EXPECT_EQ(unescape("plain", scratch), "plain");
  EXPECT_EQ(unescape(R"(\u00e9\n\/)", scratch), "é\n/");
  EXPECT_EQ(unescape(R"(\ud83d\ude00)", scratch), "😀");
  EXPECT_EQ(unescape(R"(\ud83dx)", scratch), "\ufffdx");
  EXPECT_EQ(unescape(R"(\q\u12)", scratch), "\ufffd\ufffd12");
}

}  // namespace
}  // namespace gait::formats
