#include "formats/json_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

namespace gait::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> at(std::string_view record, std::string_view path,
                            bool ignore_case = false) {
  auto parsed = parse_field_path(path);
  EXPECT_TRUE(parsed) << parsed.error().message;
  parsed->ignore_case = ignore_case;
  return JsonLookup(record)(*parsed);
}

constexpr std::string_view record = R"({
  "a": {"b": [{"c": 1}, {"c": "two"}, {"d": null}], "e.f": true},
  "text": "one\n\"line\"",
  "list": ["x", ["y"], 3.50],
  "policy": "{\"Statement\":[{\"Action\":\"*\"},{\"Action\":[\"s3:Get\",\"s3:Put\"]}]}"
})";

TEST(JsonLookup, FindsMembersAndElements) {
  EXPECT_THAT(at(record, "a.b[0].c"), ElementsAre("1"));
  EXPECT_THAT(at(record, "a.b[*].c"), ElementsAre("1", "two"));
  EXPECT_THAT(at(record, R"(a."e.f")"), ElementsAre("true"));
  EXPECT_THAT(at(record, "text"), ElementsAre("one\n\"line\""));
  EXPECT_THAT(at(record, "list[*]"), ElementsAre("x", R"(["y"])", "3.50"));
  EXPECT_THAT(at(record, "list[1][*]"), ElementsAre("y"));
  EXPECT_THAT(at(record, "a.b[1]"), ElementsAre(R"({"c": "two"})"));
}

TEST(JsonLookup, FindsNothingWhereNothingIs) {
  for (const char* path :
       {"b", "a.c", "a.b[3]", "a.b[2].d", "text.x", "list.x", "text[0]", "a[0]", "a.b[0].c.d"})
    EXPECT_THAT(at(record, path), IsEmpty()) << path;
  for (const char* text : {"", " ", "{", "{\"a\"", "\"a\"", "nonsense", "\xff", "[1]"})
    EXPECT_THAT(at(text, "a.b"), IsEmpty()) << text;
}

TEST(JsonLookup, TakesWhatIsNoArrayForItsOnlyElement) {
  EXPECT_THAT(at(record, "a[*].b[0].c"), ElementsAre("1"));
  EXPECT_THAT(at(record, "text[*]"), ElementsAre("one\n\"line\""));
  EXPECT_THAT(at(record, "a.b[0].c[*]"), ElementsAre("1"));
}

TEST(JsonLookup, GoesOnInsideOfStrings) {
  EXPECT_THAT(at(record, "policy.Statement[0].Action"), ElementsAre("*"));
  EXPECT_THAT(at(record, "policy.Statement[*].Action[*]"), ElementsAre("*", "s3:Get", "s3:Put"));
}

TEST(JsonLookup, IgnoresTheCaseOfNamesWhenAsked) {
  EXPECT_THAT(at(record, "A.B[0].C"), IsEmpty());
  EXPECT_THAT(at(record, "A.B[0].C", true), ElementsAre("1"));
}

TEST(JsonLookup, IsBounded) {
  std::string text = "{\"a\":[";
  for (int i = 0; i < 5000; ++i) text += "1,";
  text += "1]}";
  EXPECT_EQ(at(text, "a[*]").size(), JsonLookup::values_max);
}

// Against simdjson's tree: every scalar is found at its own path.
void compare(simdjson::dom::element element, FieldPath& path, const JsonLookup& lookup,
             std::size_t& seen) {
  using Step = FieldPath::Step;
  if (element.is_object()) {
    for (auto [key, value] : simdjson::dom::object(element)) {
      path.steps.push_back({Step::Kind::member, std::string(key), 0});
      compare(value, path, lookup, seen);
      path.steps.pop_back();
    }
  } else if (element.is_array()) {
    std::size_t index = 0;
    for (auto value : simdjson::dom::array(element)) {
      path.steps.push_back({Step::Kind::element, "", index++});
      compare(value, path, lookup, seen);
      path.steps.pop_back();
    }
  } else if (!element.is_null()) {
    ++seen;
    std::string_view text;
    const std::string written = simdjson::minify(element);
    if (element.get(text) != simdjson::SUCCESS) text = written;
    EXPECT_THAT(lookup(path), ElementsAre(text));
  }
}

TEST(JsonLookup, AgreesWithATree) {
  const std::string text =
      R"({"a":{"b":[1,2,{"c":"d"},[true,false]],"":"empty key"},"u":"\u00e9\t",)"
      R"("deep":[[[["x"]]]],"n":-5,"o":{"p":{"q":{"r":"s"}}},"z":null})";
  simdjson::dom::parser parser;
  FieldPath path;
  std::size_t seen = 0;
  compare(parser.parse(text).value(), path, JsonLookup(text), seen);
  EXPECT_EQ(seen, 10U);
}

}  // namespace
}  // namespace gait::formats
