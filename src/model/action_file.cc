#include "model/action_file.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "model/condition_file.h"
#include "model/glob.h"
#include "model/pattern_set.h"
#include "model/yaml_error.h"

namespace gait {
namespace {

constexpr std::size_t file_bytes_max = 16U << 20U;
constexpr std::size_t action_bytes_max = 256;
constexpr std::size_t regex_bytes_max = 4096;
constexpr std::size_t attack_ids_max = 16;

template <std::size_t n>
std::optional<std::size_t> index_of(const std::array<std::string_view, n>& names,
                                    std::string_view name) {
  auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

bool is_attack_id(std::string_view id) {
  constexpr std::string_view shape = "T0000.000";
  if (id.size() != 5 && id.size() != shape.size()) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool digit = id[i] >= '0' && id[i] <= '9';
    if (shape[i] == '0' ? !digit : id[i] != shape[i]) return false;
  }
  return true;
}

// Lets the exceptions of yaml-cpp through; `read_action_file` catches them. `Scalar` is empty for
// what is not a scalar, so a map in the place of a word fails like a wrong word.
class Reader {
 public:
  explicit Reader(std::string_view file_name) : file_name_(file_name) {}

  Result<ActionFile> read(const YAML::Node& root) {
    if (!root.IsMap()) return error(root, "not a map with `source` and `actions`");
    ActionFile file;
    YAML::Node actions;
    bool has_actions = false;
    for (const auto& pair : root) {
      const std::string& key = pair.first.Scalar();
      if (key == "source") {
        file.source = pair.second.Scalar();
      } else if (key == "case") {
        if (pair.second.Scalar() != "ignore")
          return error(pair.second, "`case` is `ignore`, or left out where case matters");
        ignore_case_ = true;
      } else if (key == "actions") {
        has_actions = true;
        actions.reset(pair.second);
      } else {
        return error(pair.first, fmt::format("unknown key `{}`; known are `source`, `case` and "
                                             "`actions`",
                                             key));
      }
    }
    if (file.source.empty())
      return error(root, "`source` is missing; name the format, such as `aws_cloudtrail`");
    if (!has_actions) return error(root, "`actions` is missing; list the actions by class");
    file.ignore_case = ignore_case_;
    TRY_STATUS(read_classes(actions, file.entries));
    return file;
  }

 private:
  Error error(const YAML::Node& node, std::string_view what) const {
    return yaml_error(file_name_, node, what);
  }

  Status read_classes(const YAML::Node& classes, std::vector<ActionEntry>& entries) const {
    if (!classes.IsMap()) return error(classes, "`actions` is not a map of classes");
    for (const auto& pair : classes) {
      const std::string& name = pair.first.Scalar();
      const auto found = index_of(action_class_names, name);
      if (!found)
        return error(pair.first, fmt::format("unknown class `{}`; it is one of {}", name,
                                             listed(action_class_names)));
      if (!pair.second.IsSequence())
        return error(pair.second, fmt::format("class `{}` is not a list of actions", name));
      for (const auto& line : pair.second) {
        TRY(ActionEntry entry, read_entry(line));
        entry.facts.classes.add(static_cast<ActionClass>(*found));
        entries.push_back(std::move(entry));
      }
    }
    return Nothing{};
  }

  Result<ActionEntry> read_entry(const YAML::Node& line) const {
    if (!line.IsMap()) return error(line, "not a map such as `{action: ..., severity: 3}`");
    ActionEntry entry;
    bool has_severity = false;
    for (const auto& pair : line) {
      TRY_STATUS(read_field(pair.first, pair.second, entry));
      has_severity |= pair.first.Scalar() == "severity";
    }
    if (entry.action.empty()) return error(line, "`action` is missing");
    if (!has_severity)
      return error(line, fmt::format("`{}` has no `severity`; give it 1 to 5", entry.action));
    if (entry.otherwise != 0 && !entry.when)
      return error(line, "`else` says what holds without `when`, which is missing");
    return entry;
  }

  Status read_field(const YAML::Node& key, const YAML::Node& value, ActionEntry& entry) const {
    const std::string& name = key.Scalar();
    if (name == "action" || name == "regex") {
      if (!entry.action.empty()) return error(key, "`action` and `regex` in one entry; write two");
      return name == "action" ? read_action(value, entry) : read_regex(value, entry);
    }
    if (name == "severity") return read_severity(value, entry.facts.severity);
    if (name == "else") return read_severity(value, entry.otherwise);
    if (name == "access") return read_access(value, entry);
    if (name == "attack") return read_attack(value, entry);
    if (name == "when") {
      TRY(entry.when, read_condition(value, file_name_, ignore_case_));
      return Nothing{};
    }
    if (name == "condition")
      return error(key, "`condition` is not evaluated; write `when`, or a comment");
    return error(key, fmt::format("unknown key `{}`; known are `action`, `regex`, `severity`, "
                                  "`access`, `attack`, `when` and `else`",
                                  name));
  }

  Status read_action(const YAML::Node& value, ActionEntry& entry) const {
    entry.action = ignore_case_ ? lower_ascii(value.Scalar()) : value.Scalar();
    if (entry.action.empty() || entry.action.size() > action_bytes_max)
      return error(value, fmt::format("`action` is not text of 1 to {} bytes", action_bytes_max));
    entry.match = entry.action.find('*') == std::string::npos ? ActionEntry::Match::exact
                                                              : ActionEntry::Match::glob;
    return Nothing{};
  }

  Status read_regex(const YAML::Node& value, ActionEntry& entry) const {
    entry.action = value.Scalar();
    entry.match = ActionEntry::Match::regex;
    if (entry.action.empty() || entry.action.size() > regex_bytes_max)
      return error(value, fmt::format("`regex` is not text of 1 to {} bytes", regex_bytes_max));
    if (const std::string problem = problem_of_expression(entry.action); !problem.empty())
      return error(value, fmt::format("not a regular expression of RE2: {}", problem));
    return Nothing{};
  }

  Status read_severity(const YAML::Node& value, std::uint8_t& severity) const {
    const std::string& text = value.Scalar();
    if (text.size() != 1 || text[0] < '1' || text[0] > '5')
      return error(value, fmt::format("severity `{}` is not a whole number from 1 to 5", text));
    severity = static_cast<std::uint8_t>(text[0] - '0');
    return Nothing{};
  }

  Status read_access(const YAML::Node& value, ActionEntry& entry) const {
    const auto found = index_of(access_names, value.Scalar());
    if (!found || static_cast<Access>(*found) == Access::unknown)
      return error(value,
                   fmt::format("unknown access `{}`; it is read, write or admin", value.Scalar()));
    entry.facts.access = static_cast<Access>(*found);
    return Nothing{};
  }

  Status read_attack(const YAML::Node& value, ActionEntry& entry) const {
    if (!value.IsSequence() || value.size() > attack_ids_max)
      return error(
          value, fmt::format("`attack` is not a list of at most {} technique ids", attack_ids_max));
    for (const auto& id : value) {
      if (!is_attack_id(id.Scalar()))
        return error(id, fmt::format("`{}` is not an ATT&CK technique id such as `T1078` or "
                                     "`T1078.004`",
                                     id.Scalar()));
      entry.facts.attack.push_back(id.Scalar());
    }
    return Nothing{};
  }

  std::string_view file_name_;
  bool ignore_case_ = false;
};

}  // namespace

Result<ActionFile> read_action_file(std::string_view yaml, std::string_view file_name) {
  if (yaml.size() > file_bytes_max)
    return Error{Error::Code::invalid,
                 fmt::format("`{}` is larger than {} bytes; split it", file_name, file_bytes_max)};
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    return Reader(file_name).read(root);
  } catch (const YAML::Exception& e) {
    const int line = std::max(e.mark.line, 0) + 1;
    return Error{Error::Code::invalid,
                 fmt::format("`{}` line {}: not YAML: {}", file_name, line, e.msg)};
  }
}

}  // namespace gait
