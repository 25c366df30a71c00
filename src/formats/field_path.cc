#include "formats/field_path.h"

#include <fmt/format.h>

#include <charconv>

namespace gait::formats {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view path) : path_(path), rest_(path) {
    if (rest_.starts_with("$")) rest_.remove_prefix(1);
    if (rest_.starts_with(".")) rest_.remove_prefix(1);
  }

  bool at_end() const { return rest_.empty(); }

  Result<PathStep> step() {
    if (rest_[0] == '{') return until("}", 1, PathStep::Kind::keyed);
    if (rest_.starts_with("['")) return until("']", 2, PathStep::Kind::member);
    if (rest_[0] == '[') return bracket();
    if (rest_[0] == '.') rest_.remove_prefix(1);
    const std::size_t end = std::min(rest_.find_first_of(".[{"), rest_.size());
    return take_name(end, end, PathStep::Kind::member);
  }

 private:
  // A name of `length` bytes; goes on at `next`.
  Result<PathStep> take_name(std::size_t length, std::size_t next, PathStep::Kind kind) {
    if (length == 0) return wrong("a name is missing");
    PathStep step{kind, std::string(rest_.substr(0, length)), 0};
    rest_.remove_prefix(next);
    return step;
  }

  Result<PathStep> until(std::string_view close, std::size_t open, PathStep::Kind kind) {
    rest_.remove_prefix(open);
    const std::size_t end = rest_.find(close);
    if (end == std::string_view::npos) return wrong(fmt::format("no `{}`", close));
    return take_name(end, end + close.size(), kind);
  }

  Result<PathStep> bracket() {
    const std::size_t end = rest_.find(']');
    if (end == std::string_view::npos) return wrong("no `]`");
    const std::string_view inside = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    if (inside.empty()) return PathStep{PathStep::Kind::row, {}, 0};
    if (inside == "*") return PathStep{PathStep::Kind::any, {}, 0};
    std::size_t index = 0;
    const char* const last = inside.data() + inside.size();
    const auto [stop, failure] = std::from_chars(inside.data(), last, index);
    if (failure != std::errc{} || stop != last || index > PathStep::element_max)
      return wrong(fmt::format("`[{}]` is no element; use 0 to {}, `*` or nothing", inside,
                               PathStep::element_max));
    return PathStep{PathStep::Kind::element, {}, index};
  }

  Error wrong(std::string_view what) const {
    return {Error::Code::invalid, fmt::format("path `{}`: {}", path_, what)};
  }

  std::string_view path_, rest_;
};

}  // namespace

Result<std::vector<PathStep>> parse_path(std::string_view path) {
  Scanner scanner(path);
  std::vector<PathStep> steps;
  while (!scanner.at_end()) {
    TRY(PathStep step, scanner.step());
    steps.push_back(std::move(step));
  }
  if (steps.empty()) return Error{Error::Code::invalid, "an empty path"};
  return steps;
}

}  // namespace gait::formats
