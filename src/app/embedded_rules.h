#pragma once

#include <string_view>
#include <vector>

namespace gait::app {

// A file of rules/ as it was when the program was built.
struct EmbeddedRule {
  std::string_view name;  // path below rules/, `actions/aws_cloudtrail.yaml`
  std::string_view text;
};

// All of them, by name. The texts live as long as the program.
std::vector<EmbeddedRule> embedded_rules();

// The text of one; empty when there is no file of that name.
std::string_view embedded_rule(std::string_view name);

namespace detail {

// What cmake/embed.cmake makes: where the linker put the bytes of each file.
struct EmbeddedBytes {
  const char* name;
  const char* begin;
  const char* end;
};
extern const EmbeddedBytes embedded_bytes[];
extern const unsigned long embedded_count;

}  // namespace detail
}  // namespace gait::app
