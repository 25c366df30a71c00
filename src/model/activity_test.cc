#include "model/activity.h"

#include <gtest/gtest.h>

namespace gait {
namespace {

TEST(EventId, EveryTextComesBackAsItWas) {
  SymbolTable symbols;
  for (const char* text :
       {"0f8fad5b-d9cb-469f-a165-70867728950e", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-fffffffffffe", "0F8FAD5B-D9CB-469F-A165-70867728950E",
        "0f8fad5bd9cb469fa16570867728950e", "0f8fad5b-d9cb-469f-a165-70867728950g",
        "0f8fad5b-d9cb-469f-a165_70867728950e", "event 17", "a",
        "ffffffff-ffff-ffff-0000-000000000001", "fffffffe-0000-0000-0000-000000000001",
        "hash:0123456789abcdef01234567", "hash:0123456789ABCDEF01234567", "hash:01"}) {
    EXPECT_EQ(EventId::from_text(text, symbols).text(symbols), text);
  }
}

TEST(EventId, AUuidNeedsNoSymbol) {
  SymbolTable symbols;
  EventId::from_text("0f8fad5b-d9cb-469f-a165-70867728950e", symbols);
  EXPECT_EQ(symbols.size(), 0U);
  EventId::from_text("0F8FAD5B-d9cb-469f-a165-70867728950e", symbols);
  EXPECT_EQ(symbols.size(), 1U) << "upper case would not come back";
}

TEST(EventId, AHashNeedsNoSymbolAndComesBackFromItsText) {
  SymbolTable symbols;
  const EventId id = EventId::from_hash(0xaaaa'bbbb'0000'0001, 2);
  EXPECT_EQ(id.text(symbols), "hash:000000010000000000000002");
  EXPECT_EQ(EventId::from_text(id.text(symbols), symbols), id);
  EXPECT_EQ(symbols.size(), 0U);
}

TEST(EventId, DifferentTextsAreDifferentEvents) {
  SymbolTable symbols;
  const auto id = [&](const char* text) { return EventId::from_text(text, symbols); };
  EXPECT_EQ(id("event 1"), id("event 1"));
  EXPECT_NE(id("event 1"), id("event 2"));
  EXPECT_NE(id("0f8fad5b-d9cb-469f-a165-70867728950e"), id("0f8fad5b-d9cb-469f-a165-70867728950f"));
  EXPECT_NE(id("1f8fad5b-d9cb-469f-a165-70867728950e"), id("0f8fad5b-d9cb-469f-a165-70867728950e"));
}

TEST(EventId, NoTextIsAnIdToo) {
  SymbolTable symbols;
  EXPECT_EQ(EventId::from_text("", symbols).text(symbols), "");
}

TEST(ActionClasses, AreASet) {
  ActionClasses classes;
  for (std::size_t i = 0; i < action_class_names.size(); ++i) {
    const auto one = static_cast<ActionClass>(i);
    EXPECT_FALSE(classes.has(one));
    classes.add(one);
    classes.add(one);
    EXPECT_TRUE(classes.has(one));
  }
}

}  // namespace
}  // namespace gait
