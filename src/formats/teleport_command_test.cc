#include "formats/teleport_command.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

TEST(TeleportCommand, IsTheProgramAndItsArguments) {
  EXPECT_EQ(teleport_command("/usr/bin/curl", R"(["-s", "example.com"])"), "curl -s example.com");
  EXPECT_EQ(teleport_command("/bin/ls", "[]"), "ls");
  EXPECT_EQ(teleport_command("id", ""), "id");
}

TEST(TeleportCommand, TakesArgumentsAsTheyWereGiven) {
  EXPECT_EQ(teleport_command("/bin/sh", R"(["-c","echo \"a, b\" \\ ]"])"),
            R"(sh -c echo "a, b" \ ])");
}

TEST(TeleportCommand, SurvivesArgumentsThatAreCut) {
  EXPECT_EQ(teleport_command("/bin/sh", R"(["-c","ec)"), "sh -c");
  EXPECT_EQ(teleport_command("/bin/sh", "[\"\\"), "sh");
}

}  // namespace
}  // namespace gait::formats
