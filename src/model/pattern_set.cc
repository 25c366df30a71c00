#include "model/pattern_set.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

namespace gait {
namespace {

constexpr std::int64_t memory_bytes_max = 64 << 20;

re2::RE2::Options options() {
  re2::RE2::Options chosen;
  chosen.set_case_sensitive(false);
  chosen.set_log_errors(false);
  chosen.set_max_mem(memory_bytes_max);
  return chosen;
}

}  // namespace

struct PatternSet::Compiled {
  re2::RE2::Set set{options(), re2::RE2::UNANCHORED};
};

PatternSet::PatternSet() = default;
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

Status PatternSet::compile(const std::vector<std::string>& expressions) {
  auto made = std::make_unique<Compiled>();
  for (const std::string& expression : expressions) {
    std::string problem;
    if (made->set.Add(expression, &problem) < 0)
      return Error{Error::Code::invalid, fmt::format("`{}`: {}", expression, problem)};
  }
  if (!made->set.Compile())
    return Error{Error::Code::invalid, "too many or too large regular expressions"};
  compiled_ = expressions.empty() ? nullptr : std::move(made);
  return Nothing{};
}

std::vector<int> PatternSet::find(std::string_view text) const {
  std::vector<int> found;
  if (compiled_) (void)compiled_->set.Match(re2::StringPiece(text.data(), text.size()), &found);
  std::ranges::sort(found);
  return found;
}

std::string problem_of_expression(std::string_view expression) {
  const re2::RE2 compiled(re2::StringPiece(expression.data(), expression.size()), options());
  return compiled.ok() ? std::string() : compiled.error();
}

}  // namespace gait
