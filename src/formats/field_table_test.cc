#include "formats/field_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/parser.h"

namespace gait::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Rows = std::vector<std::vector<std::string>>;

// The fields of each row of a record; a row `stopped` at the end where the walk did.
Rows rows_of(std::string_view json, const std::vector<std::string_view>& paths,
             FieldTable::Case letters = FieldTable::Case::sensitive) {
  auto table = FieldTable::make(paths, letters);
  EXPECT_TRUE(table) << (table ? "" : table.error().message);
  Fields fields = table->fields();
  std::string padded(json);
  padded.append(padding_bytes, ' ');
  BlockIndex index;
  EXPECT_EQ(index.build(std::string_view(padded).substr(0, json.size())), BlockIndex::Fault::none);
  JsonWalk walk(padded.data(), index.positions(), index.positions() + index.size());
  Rows rows;
  const bool whole = table->read(walk, padded.data(), fields, [&] {
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t i = 0; i < paths.size(); ++i) row.emplace_back(fields[i]);
  });
  if (!whole) rows.push_back({"stopped"});
  return rows;
}

std::vector<std::string> only_row(std::string_view json,
                                  const std::vector<std::string_view>& paths) {
  const Rows rows = rows_of(json, paths);
  EXPECT_EQ(rows.size(), 1U);
  return rows.empty() ? std::vector<std::string>() : rows[0];
}

TEST(FieldTable, FindsMembersElementsAndDottedKeys) {
  EXPECT_THAT(only_row(R"({"a":{"b":"x","c.d":[1,2,"three"]},"e":true,"f":null,"g":[]})",
                       {"a.b", "a['c.d'][2]", "$.a['c.d'][0]", "e", "f", "g", "missing"}),
              ElementsAre("x", "three", "1", "true", "", "[]", ""));
}

TEST(FieldTable, GivesObjectsAsTheyStandAndStringsAsTheyMean) {
  EXPECT_THAT(only_row(R"({"o":{ "k": "v\n" },"s":"a\"\u00e9"})", {"o", "o.k", "s"}),
              ElementsAre(R"({ "k": "v\n" })", "v\n", "a\"\xc3\xa9"));
}

TEST(FieldTable, TakesTheFirstAlternativeThatIsThereWhateverStandsFirst) {
  EXPECT_THAT(only_row(R"({"old":"1","new":"2"})", {"new|old"}), ElementsAre("2"));
  EXPECT_THAT(only_row(R"({"old":"1","new":""})", {"new|old"}), ElementsAre("1"));
}

TEST(FieldTable, TakesTheFirstValueOfAnyElement) {
  EXPECT_THAT(only_row(R"({"a":[{"b":null},{"b":"x"},{"b":"y"}]})", {"a[*].b"}), ElementsAre("x"));
}

TEST(FieldTable, LooksUpKeysInListsOfPairs) {
  EXPECT_THAT(only_row(R"({"attributes":[{"key":"n","value":{"intValue":"7"}},
                          {"key":"o","value":{"kvlistValue":{"values":[]}}}],
                          "parameters":[{"name":"p","boolValue":true},{"value":"x","name":"q"}]})",
                       {"attributes{n}", "attributes{o}", "parameters{p}", "parameters{q}"}),
              ElementsAre("7", R"({"values":[]})", "true", "x"));
}

TEST(FieldTable, MakesARowOfEachElementWithWhatSurroundsIt) {
  const Rows rows = rows_of(
      R"({"who":"a","outer":[{"k":1,"inner":[{"x":"p"},{"x":"q"}]},{"inner":[{"x":"r"}],"k":2}]})",
      {"who", "outer[].k", "outer[].inner[].x"});
  EXPECT_THAT(rows, ElementsAre(ElementsAre("a", "1", "p"), ElementsAre("a", "1", "q"),
                                ElementsAre("a", "2", "r")));
}

TEST(FieldTable, ForgetsTheRowBeforeWhereTheNextSaysLess) {
  EXPECT_THAT(rows_of(R"({"a":[{"x":"1","y":"2"},{"x":"3"},4]})", {"a[].x", "a[].y"}),
              ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "")));
}

TEST(FieldTable, MayIgnoreTheCaseOfKeys) {
  EXPECT_THAT(rows_of(R"({"CallerIPAddress":"1","PROPERTIES":{"AppId":"2"}})",
                      {"callerIpAddress", "properties.appid"}, FieldTable::Case::ignored),
              ElementsAre(ElementsAre("1", "2")));
}

TEST(FieldTable, TellsNoRowOfWhatIsCut) {
  EXPECT_THAT(rows_of(R"({"a":"x","b":{"c":)", {"a", "b.c"}), ElementsAre(ElementsAre("stopped")));
}

TEST(FieldTable, WrongTypesAreAbsent) {
  EXPECT_THAT(only_row(R"({"a":"x","b":[1],"c":{"d":[]}})", {"a.b", "b.c", "c.d[0].e", "a{k}"}),
              ElementsAre("", "", "", ""));
}

TEST(FieldTable, NamesThePathThatIsWrong) {
  const auto message = [](std::vector<std::string_view> paths) {
    auto table = FieldTable::make(paths);
    return table ? std::string() : table.error().message;
  };
  EXPECT_THAT(message({"a["}), HasSubstr("path `a[`: no `]`"));
  EXPECT_THAT(message({"a[99]"}), HasSubstr("`[99]` is no element"));
  EXPECT_THAT(message({"a..b"}), HasSubstr("a name is missing"));
  EXPECT_THAT(message({"a", "b|a"}), HasSubstr("path `a` stands twice"));
  EXPECT_THAT(message({"a[].x", "b[].x"}), HasSubstr("path `b[].x`"));
}

}  // namespace
}  // namespace gait::formats
