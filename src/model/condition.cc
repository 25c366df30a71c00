#include "model/condition.h"

#include <algorithm>

#include "model/glob.h"

namespace gait {
namespace {

// Whether one value passes a test that is about single values.
bool passes(const Condition& condition, std::string_view value) {
  const auto same = [&](const std::string& text) { return text == value; };
  switch (condition.test) {
    case Condition::Test::is:
    case Condition::Test::is_not:
    case Condition::Test::any_of:
      return std::ranges::any_of(condition.texts, same);
    case Condition::Test::contains:
      return value.find(condition.texts.front()) != std::string_view::npos;
    case Condition::Test::matches:
      return matches_glob(condition.texts.front(), value);
    case Condition::Test::present:
    case Condition::Test::absent:
    case Condition::Test::differs_from:
      return true;
  }
  return false;
}

bool differs(const Condition& condition, const std::vector<std::string>& values,
             const FieldLookup& lookup) {
  const std::vector<std::string> others = lookup(condition.other);
  return std::ranges::any_of(values, [&](const std::string& value) {
    return std::ranges::find(others, value) == others.end();
  });
}

bool field_holds(const Condition& condition, const FieldLookup& lookup) {
  const std::vector<std::string> values = lookup(condition.path);
  if (condition.test == Condition::Test::differs_from) return differs(condition, values, lookup);
  const bool some = std::ranges::any_of(values, [&](const std::string& value) {
    return passes(condition, condition.ignore_case ? lower_ascii(value) : value);
  });
  const bool negative =
      condition.test == Condition::Test::is_not || condition.test == Condition::Test::absent;
  return some != negative;
}

}  // namespace

bool holds(const Condition& condition, const FieldLookup& lookup) {
  const auto part_holds = [&](const Condition& part) { return holds(part, lookup); };
  switch (condition.kind) {
    case Condition::Kind::field:
      return field_holds(condition, lookup);
    case Condition::Kind::all:
      return std::ranges::all_of(condition.parts, part_holds);
    case Condition::Kind::any:
      return std::ranges::any_of(condition.parts, part_holds);
    case Condition::Kind::none:
      return std::ranges::none_of(condition.parts, part_holds);
  }
  return false;
}

}  // namespace gait
