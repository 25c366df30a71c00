#include "formats/uuid.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

TEST(EventIdOfText, IsTheOneTheModelGives) {
  SymbolTable symbols;
  for (const std::string_view text :
       {"0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", "0A1B2C3D-4e5f-6071-8293-a4b5c6d7e8f9",
        "ffffffff-ffff-ffff-8293-a4b5c6d7e8f9", "fffffffe-ffff-ffff-8293-a4b5c6d7e8f9",
        "hash:0a1b2c3d4e5f60718293a4b5", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8fg",
        "0a1b2c3d_4e5f-6071-8293-a4b5c6d7e8f9", "hash:1234", ""}) {
    EXPECT_EQ(event_id(text, symbols), EventId::from_text(text, symbols)) << text;
    EXPECT_EQ(event_id(text, symbols).text(symbols), text);
  }
}

}  // namespace
}  // namespace gait::formats
