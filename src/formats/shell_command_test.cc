#include "formats/shell_command.h"

#include <gtest/gtest.h>

namespace gait::formats {
namespace {

TEST(ShellCommand, ShowsEachPartWithoutWhatWrapsIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"ls", "ls"},
      {"/usr/bin/id", "/usr/bin/id; id"},
      {"sudo -u root /usr/bin/whoami", "sudo -u root /usr/bin/whoami; whoami"},
      {"env A=1 B=2 timeout 5 nohup id", "env A=1 B=2 timeout 5 nohup id; id"},
      {"A=1 id", "A=1 id; id"},
      {"bash -lc 'id; ls'", "bash -lc 'id; ls'; id; ls"},
      {"bash script.sh", "bash script.sh"},
      {"xargs -n 1 rm -rf", "xargs -n 1 rm -rf; rm -rf"},
      {"curl x | sh && id || ls", "curl x | sh && id || ls; curl x; sh; id; ls"},
      {"grep 'a;b' file", "grep 'a;b' file"},
      {"ls 2>&1", "ls 2>&1"},
      {"", ""},
      {";;|", ";;|"},
      {"sudo", "sudo"},
      {"sudo -u", "sudo -u"},
  };
  for (const auto& [command, expected] : cases) EXPECT_EQ(command_for_catalogue(command), expected);
}

TEST(ShellCommand, DecodesWhatIsHiddenInBase64) {
  const std::string shown = command_for_catalogue("echo d2hvYW1p | base64 -d | sh");
  EXPECT_TRUE(shown.ends_with("; whoami; whoami") || shown.ends_with("; whoami")) << shown;
}

TEST(ShellCommand, EndsOnEndlessWrapping) {
  std::string command;
  for (int i = 0; i < 5000; ++i) command += "sudo ";
  EXPECT_LT(command_for_catalogue(command + "id").size(), 64U * 1024);
}

}  // namespace
}  // namespace gait::formats
