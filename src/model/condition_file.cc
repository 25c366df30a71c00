#include "model/condition_file.h"

#include <algorithm>
#include <optional>

#include "model/glob.h"
#include "model/yaml_error.h"

namespace gait {
namespace {

constexpr int depth_max = 8;
constexpr std::size_t texts_max = 256;
constexpr std::size_t text_bytes_max = 1024;

std::optional<Condition::Test> test_of(std::string_view name) {
  const auto found = std::ranges::find(condition_test_names, name);
  if (found == condition_test_names.end()) return std::nullopt;
  return static_cast<Condition::Test>(found - condition_test_names.begin());
}

std::optional<Condition::Kind> list_kind_of(std::string_view name) {
  if (name == "all") return Condition::Kind::all;
  if (name == "any") return Condition::Kind::any;
  if (name == "none") return Condition::Kind::none;
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::string_view file_name, bool ignore_case)
      : file_name_(file_name), ignore_case_(ignore_case) {}

  Result<Condition> read(const YAML::Node& node, int depth) const {
    if (!node.IsMap() || node.size() == 0)
      return error(node, "not a condition such as `{path: a.b, is: text}`");
    if (depth > depth_max) return error(node, "conditions nested too deep");
    const auto first = *node.begin();
    const std::string& name = first.first.Scalar();
    const auto kind = list_kind_of(name);
    if (!kind) return read_field(node);
    if (node.size() != 1)
      return error(node, fmt::format("`{}` stands alone; put the other tests into its list", name));
    return read_parts(first.second, *kind, depth);
  }

 private:
  Error error(const YAML::Node& node, std::string_view what) const {
    return yaml_error(file_name_, node, what);
  }

  Result<Condition> read_parts(const YAML::Node& list, Condition::Kind kind, int depth) const {
    if (!list.IsSequence() || list.size() == 0 || list.size() > texts_max)
      return error(list, "`all`, `any` and `none` take a list of conditions");
    Condition condition;
    condition.kind = kind;
    for (const auto& part : list) {
      TRY(Condition made, read(part, depth + 1));
      condition.parts.push_back(std::move(made));
    }
    return condition;
  }

  Result<Condition> read_field(const YAML::Node& node) const {
    Condition condition;
    condition.ignore_case = ignore_case_;
    bool has_test = false;
    for (const auto& pair : node) {
      const std::string& name = pair.first.Scalar();
      if (name == "path") {
        TRY(condition.path, read_path(pair.second));
        continue;
      }
      const auto test = test_of(name);
      if (!test)
        return error(pair.first, fmt::format("unknown test `{}`; known are `path` with one of {}",
                                             name, fmt::join(condition_test_names, ", ")));
      if (has_test) return error(pair.first, "a second test; list them under `all` or `any`");
      has_test = true;
      condition.test = *test;
      TRY_STATUS(read_test(name, pair.second, condition));
    }
    if (condition.path.steps.empty()) return error(node, "`path` is missing");
    if (!has_test) return error(node, "a test such as `is: text` is missing");
    return condition;
  }

  Result<FieldPath> read_path(const YAML::Node& value) const {
    auto path = parse_field_path(value.Scalar());
    if (!path) return error(value, path.error().message);
    path->ignore_case = ignore_case_;
    return path;
  }

  Status read_test(const std::string& name, const YAML::Node& value, Condition& condition) const {
    switch (condition.test) {
      case Condition::Test::is:
      case Condition::Test::is_not:
      case Condition::Test::contains:
      case Condition::Test::matches:
        return read_text(name, value, condition);
      case Condition::Test::any_of:
        if (!value.IsSequence() || value.size() == 0 || value.size() > texts_max)
          return error(value, "`any_of` takes a list of texts");
        for (const auto& text : value) TRY_STATUS(read_text(name, text, condition));
        return Nothing{};
      case Condition::Test::present:
      case Condition::Test::absent:
        if (value.Scalar() != "true") return error(value, fmt::format("write `{}: true`", name));
        return Nothing{};
      case Condition::Test::differs_from: {
        TRY(condition.other, read_path(value));
        return Nothing{};
      }
    }
    return Nothing{};
  }

  Status read_text(const std::string& name, const YAML::Node& value, Condition& condition) const {
    if (!value.IsScalar() || value.Scalar().size() > text_bytes_max)
      return error(value, fmt::format("`{}` takes text of at most {} bytes", name, text_bytes_max));
    condition.texts.push_back(ignore_case_ ? lower_ascii(value.Scalar()) : value.Scalar());
    return Nothing{};
  }

  std::string_view file_name_;
  bool ignore_case_;
};

}  // namespace

Result<Condition> read_condition(const YAML::Node& node, std::string_view file_name,
                                 bool ignore_case) {
  return Reader(file_name, ignore_case).read(node, 0);
}

}  // namespace gait
