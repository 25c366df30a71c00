#include "model/field_path.h"

#include <fmt/format.h>

#include <charconv>

namespace gait {
namespace {

using Step = FieldPath::Step;

constexpr std::size_t steps_max = 16;
constexpr std::string_view name_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:/@";

Error wrong(std::string_view path, std::string_view what) {
  return {Error::Code::invalid, fmt::format("path `{}`: {}", path, what)};
}

// Takes `[0]` or `[*]` off the front of `rest`; false when it is neither.
bool take_element(std::string_view& rest, Step& step) {
  const std::size_t close = rest.find(']');
  if (close == std::string_view::npos) return false;
  const std::string_view inside = rest.substr(1, close - 1);
  rest.remove_prefix(close + 1);
  if (inside == "*") {
    step.kind = Step::Kind::any_element;
    return true;
  }
  step.kind = Step::Kind::element;
  const char* end = inside.data() + inside.size();
  const auto [stop, failure] = std::from_chars(inside.data(), end, step.index);
  return failure == std::errc{} && stop == end;
}

// Takes a name, quoted or not, off the front of `rest`; false when there is none.
bool take_name(std::string_view& rest, Step& step) {
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  const std::size_t end =
      quoted ? rest.find('"') : std::min(rest.find_first_not_of(name_characters), rest.size());
  if (end == std::string_view::npos || end == 0) return false;
  step.name = rest.substr(0, end);
  rest.remove_prefix(quoted ? end + 1 : end);
  return true;
}

}  // namespace

Result<FieldPath> parse_field_path(std::string_view text) {
  FieldPath path;
  for (std::string_view rest = text; !rest.empty() || path.steps.empty();) {
    Step step;
    if (rest.starts_with('[') && !path.steps.empty()) {
      if (!take_element(rest, step))
        return wrong(text, "`[` is followed by a number or `*`, and `]`");
    } else {
      if (!path.steps.empty()) {
        if (!rest.starts_with('.'))
          return wrong(text, "names are parted by dots; put others in quotes");
        rest.remove_prefix(1);
      }
      if (!take_name(rest, step)) return wrong(text, "a name is missing; write `a.b[0].\"c.d\"`");
    }
    path.steps.push_back(std::move(step));
    if (path.steps.size() > steps_max)
      return wrong(text, fmt::format("more than {} steps", steps_max));
  }
  return path;
}

}  // namespace gait
