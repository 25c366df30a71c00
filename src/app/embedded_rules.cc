#include "app/embedded_rules.h"

#include <algorithm>
#include <span>

namespace gait::app {

std::vector<EmbeddedRule> embedded_rules() {
  std::vector<EmbeddedRule> rules;
  for (const auto& [name, begin, end] : std::span(detail::embedded_bytes, detail::embedded_count))
    rules.push_back({name, {begin, end}});
  return rules;
}

std::string_view embedded_rule(std::string_view name) {
  const auto rules = embedded_rules();
  auto found = std::ranges::find(rules, name, &EmbeddedRule::name);
  return found == rules.end() ? std::string_view{} : found->text;
}

}  // namespace gait::app
