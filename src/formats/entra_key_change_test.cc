#include "formats/entra_key_change.h"

#include <gtest/gtest.h>

#include <string>

namespace gait::formats {
namespace {

constexpr const char* first = "dbcd79c0-c3ea-46b9-9604-ff40d43b8618";
constexpr const char* second = "e0000000-c3ea-46b9-9604-ff40d43b8618";

std::string list_of(std::initializer_list<const char*> ids) {
  std::string list = "[";
  for (const char* id : ids)
    list.append(list.size() > 1 ? "," : "")
        .append(R"(\"[KeyIdentifier=)")
        .append(id)
        .append(R"(,KeyType=Password,KeyUsage=Verify,DisplayName=\\\"oldValue\\\"]\")");
  return list + "]";
}

std::string change_of(const std::string& before, const std::string& after) {
  return R"([{"displayName":"KeyDescription","oldValue":")" + before + R"(","newValue":")" + after +
         R"("},{"displayName":"Included Updated Properties","oldValue":null,"newValue":"x"}])";
}

TEST(EntraKeyChange, FindsWhatIsNewAmongWhatWasThere) {
  const auto change = entra_key_change(change_of(list_of({first}), list_of({first, second})));
  EXPECT_EQ(change.added, second);
  EXPECT_EQ(change.removed, "");
}

TEST(EntraKeyChange, FindsWhatIsGone) {
  const auto change = entra_key_change(change_of(list_of({first, second}), list_of({second})));
  EXPECT_EQ(change.added, "");
  EXPECT_EQ(change.removed, first);
}

TEST(EntraKeyChange, FindsBothWhereAKeyWasReplaced) {
  const auto change = entra_key_change(change_of(list_of({first}), list_of({second})));
  EXPECT_EQ(change.added, second);
  EXPECT_EQ(change.removed, first);
}

TEST(EntraKeyChange, DoesNotMindWhichValueComesFirst) {
  const std::string text = R"([{"newValue":")" + list_of({second}) +
                           R"(","oldValue":null,"displayName":"KeyDescription"}])";
  EXPECT_EQ(entra_key_change(text).added, second);
}

TEST(EntraKeyChange, FindsNothingInOtherChangesNorInCutText) {
  EXPECT_EQ(entra_key_change("").added, "");
  EXPECT_EQ(entra_key_change(R"([{"displayName":"x","newValue":"y"}])").added, "");
  EXPECT_EQ(entra_key_change(R"([{"newValue":"KeyIdentifier=)").removed, "");
}

}  // namespace
}  // namespace gait::formats
