#include "formats/mapping_format.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "formats/mapped_format.h"
#include "model/condition_file.h"
#include "model/yaml_error.h"

namespace gait::formats {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t table_rows_max = 4096;

// The keys of a mapping file, what they fill in, and which answer they decide.
struct Key {
  std::string_view name;
  MappedValue MappedFormat::*value;
  Part part;
};
constexpr Part rest = Part::told, who = Part::caller, what = Part::deed, on = Part::resource;
constexpr std::array keys{
    Key{"event_id", &MappedFormat::event, rest},
    Key{"account", &MappedFormat::account, who},
    Key{"workload", &MappedFormat::workload, who},
    Key{"on_behalf_of", &MappedFormat::delegator, who},
    Key{"action", &MappedFormat::action, what},
    Key{"access", &MappedFormat::access, what},
    Key{"command", &MappedFormat::command, what},
    Key{"resource", &MappedFormat::resource_name, on},
    Key{"resources", &MappedFormat::resource_name, on},
    Key{"ip", &MappedFormat::address, rest},
    Key{"user_agent", &MappedFormat::user_agent, rest},
    Key{"region", &MappedFormat::region, rest},
    Key{"bytes_in", &MappedFormat::bytes_in, rest},
    Key{"bytes_out", &MappedFormat::bytes_out, rest},
    Key{"count", &MappedFormat::count, rest},
    Key{"result", &MappedFormat::result, rest},
    Key{"session", &MappedFormat::session, rest},
    Key{"parent_session", &MappedFormat::parent, rest},
};
constexpr std::array identity_keys{
    Key{"key", &MappedFormat::key, who},
    Key{"type", &MappedFormat::type, who},
    Key{"human", &MappedFormat::human, who},
};
constexpr std::array credential_keys{
    Key{"id", &MappedFormat::credential, who},
    Key{"kind", &MappedFormat::credential_kind, who},
};

// The words that the values of a table may be, for keys that take a closed list.
struct Words {
  std::string_view key;
  std::span<const std::string_view> words;
};
constexpr std::array<std::string_view, 4> human_words{"true", "false", "yes", "no"};
const std::array closed{
    Words{"type", principal_type_names}, Words{"kind", credential_kind_names},
    Words{"access", access_names},       Words{"result", outcome_names},
    Words{"human", human_words},
};

template <std::size_t n>
std::string listed(const std::array<Key, n>& known) {
  std::string names;
  for (const Key& key : known) names.append(names.empty() ? "" : ", ").append(key.name);
  return names;
}

// Lets the exceptions of yaml-cpp through; `read_mapping` catches them.
class Reader {
 public:
  explicit Reader(std::string_view file_name) : file_name_(file_name) {}

  Result<std::unique_ptr<const JsonFormat>> read(const YAML::Node& root) {
    if (!root.IsMap()) return error(root, "not a map with `source`, `match`, `time` and so on");
    for (const auto& pair : root) TRY_STATUS(read_key(pair.first, pair.second));
    if (format_->source_name.empty()) return error(root, "`source` is missing; name the format");
    if (format_->marks.empty())
      return error(root, "`match` is missing; say by which field a record is recognised");
    for (const auto& [name, value] :
         {std::pair("time", &format_->time), std::pair("identity: key", &format_->key),
          std::pair("action", &format_->action)})
      if (!value->is_given()) return error(root, fmt::format("`{}` is missing", name));
    finish_fields();
    return std::unique_ptr<const JsonFormat>(std::move(format_));
  }

 private:
  Error error(const YAML::Node& node, std::string_view what_is_wrong) const {
    return yaml_error(file_name_, node, what_is_wrong);
  }

  Status read_key(const YAML::Node& key, const YAML::Node& value) {
    const std::string& name = key.Scalar();
    if (!seen_.insert(name).second) return error(key, fmt::format("`{}` stands twice", name));
    if (name == "source") return read_source(value);
    if (name == "match") return read_match(value);
    if (name == "time") return read_time(value);
    if (name == "ignore") return read_ignored(value);
    if (name == "identity") return read_group(value, identity_keys);
    if (name == "credential") return read_group(value, credential_keys);
    const auto known = std::ranges::find(keys, name, &Key::name);
    if (known == keys.end())
      return error(key, fmt::format("unknown key `{}`; known are source, match, time, ignore, "
                                    "identity, credential, {}",
                                    name, listed(keys)));
    return read_value(value, name, known->part, (*format_).*(known->value));
  }

  Status read_source(const YAML::Node& value) {
    format_->source_name = value.Scalar();
    const bool is_good = !format_->source_name.empty() && format_->source_name.size() <= 64 &&
                         format_->source_name.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!is_good) return error(value, "`source` takes small letters, digits and `_`");
    format_->name = format_->source_name;
    return Nothing{};
  }

  template <std::size_t n>
  Status read_group(const YAML::Node& group, const std::array<Key, n>& known) {
    if (!group.IsMap()) return error(group, fmt::format("a map with {}", listed(known)));
    for (const auto& pair : group) {
      const std::string& name = pair.first.Scalar();
      const auto key = std::ranges::find(known, name, &Key::name);
      if (key == known.end())
        return error(pair.first,
                     fmt::format("unknown key `{}`; known are {}", name, listed(known)));
      TRY_STATUS(read_value(pair.second, name, key->part, (*format_).*(key->value)));
    }
    return Nothing{};
  }

  // `{field: $.a, equals: text}`, `{field: $.a}`, or a list of such, all of which must hold.
  Status read_match(const YAML::Node& node) {
    std::vector<Mark> marks;
    if (node.IsSequence()) {
      for (const auto& part : node) TRY_STATUS(read_mark(part, marks));
    } else {
      TRY_STATUS(read_mark(node, marks));
    }
    if (marks.empty()) return error(node, "an empty list recognises everything");
    format_->marks.push_back(std::move(marks));
    return Nothing{};
  }

  Status read_mark(const YAML::Node& node, std::vector<Mark>& marks) {
    if (!node.IsMap()) return error(node, "not a map such as `{field: $.logger, equals: gateway}`");
    Mark mark;
    for (const auto& pair : node) {
      const std::string& name = pair.first.Scalar();
      if (name == "field") {
        TRY(mark.path, path_of(pair.second));
      } else if (name == "equals") {
        mark.value = keep(pair.second.Scalar());
      } else {
        return error(pair.first, fmt::format("unknown key `{}`; known are field, equals", name));
      }
    }
    if (mark.path.empty()) return error(node, "`field` is missing");
    marks.push_back(mark);
    return Nothing{};
  }

  Status read_ignored(const YAML::Node& node) {
    if (!node.IsSequence()) return error(node, "a list of conditions, `[{path: a, is: b}]`");
    for (const auto& condition : node) {
      TRY(Condition read, read_condition(condition, file_name_, false));
      format_->ignored.push_back(std::move(read));
    }
    return Nothing{};
  }

  Status read_time(const YAML::Node& node) {
    YAML::Node value = YAML::Clone(node);
    if (node.IsMap() && node["format"]) {
      const std::string form = node["format"].Scalar();
      constexpr std::string_view pattern = "strptime:";
      constexpr std::array<std::string_view, 5> automatic{"rfc3339", "epoch_s", "epoch_ms",
                                                          "epoch_us", "epoch_ns"};
      if (form.starts_with(pattern)) {
        format_->time_form = MappedTime::strptime;
        format_->time_pattern = form.substr(pattern.size());
      } else if (std::ranges::find(automatic, form) == automatic.end()) {
        return error(node["format"],
                     fmt::format("unknown format `{}`; known are {}, strptime:PATTERN", form,
                                 fmt::join(automatic, ", ")));
      }
      value.remove("format");
      if (value["value"]) return read_value(node["value"], "time", rest, format_->time);
    }
    return read_value(value, "time", rest, format_->time);
  }

  // A path, a list of which the first that is there counts, or a map of what to do.
  Status read_value(const YAML::Node& node, const std::string& key, Part part, MappedValue& value) {
    if (node.IsScalar() || node.IsSequence()) return read_terms(node, part, value);
    if (!node.IsMap()) return error(node, "a path, a list of paths, or a map");
    for (const auto& pair : node) TRY_STATUS(read_step(pair.first, pair.second, key, part, value));
    if (value.terms.empty()) return error(node, "`path`, `coalesce`, `join` or `const` is missing");
    return Nothing{};
  }

  Status read_step(const YAML::Node& name_node, const YAML::Node& node, const std::string& key,
                   Part part, MappedValue& value) {
    const std::string& name = name_node.Scalar();
    const bool takes = name == "path" || name == "coalesce" || name == "join" || name == "const";
    if (takes && !value.terms.empty())
      return error(name_node, "one of path, coalesce, join and const, not two");
    if (name == "path" || name == "coalesce" || name == "join") {
      value.is_joined = name == "join";
      return read_terms(node, part, value);
    }
    if (name == "const") return read_constant(node, key, value);
    if (name == "default") {
      TRY_STATUS(check_word(node, key));
      value.fallback = node.Scalar();
      return Nothing{};
    }
    if (name == "map") return read_table(node, key, value);
    if (name == "regex") return read_pattern(node, value);
    if (name == "group") return read_group_number(node, value);
    if (name == "prefix") return value.prefix = node.Scalar(), Status(Nothing{});
    if (name == "sep") return value.separator = node.Scalar(), Status(Nothing{});
    if (name == "lower") return value.is_lower = node.Scalar() == "true", Status(Nothing{});
    if (name == "sha256") return value.is_hashed = node.Scalar() == "true", Status(Nothing{});
    return error(name_node, fmt::format("unknown step `{}`; known are path, coalesce, join, const, "
                                        "default, map, regex, group, prefix, sep, lower, sha256",
                                        name));
  }

  Status read_constant(const YAML::Node& node, const std::string& key, MappedValue& value) {
    TRY_STATUS(check_word(node, key));
    if (node.Scalar().empty()) return error(node, "an empty constant");
    value.terms.push_back({0, node.Scalar()});
    return Nothing{};
  }

  Status read_terms(const YAML::Node& node, Part part, MappedValue& value) {
    if (node.IsScalar()) return read_term(node, part, value);
    if (!node.IsSequence() || node.size() == 0) return error(node, "a path, or a list of paths");
    for (const auto& term : node) {
      // `[{path: $.a}]`, as resources are often written
      const bool is_map = term.IsMap() && term.size() == 1 && term["path"];
      TRY_STATUS(read_term(is_map ? term["path"] : term, part, value));
    }
    return Nothing{};
  }

  Status read_term(const YAML::Node& node, Part part, MappedValue& value) {
    TRY(const std::string_view path, path_of(node));
    const auto known = std::ranges::find(format_->fields, path, &FieldSpec::path);
    const auto place = static_cast<std::size_t>(known - format_->fields.begin());
    if (known == format_->fields.end())
      format_->fields.push_back({path, part});
    else
      known->part = known->part | part;
    value.terms.push_back({place, {}});
    return Nothing{};
  }

  Status read_table(const YAML::Node& node, const std::string& key, MappedValue& value) {
    if (!node.IsMap() || node.size() == 0 || node.size() > table_rows_max)
      return error(node, fmt::format("`map` takes 1 to {} rows", table_rows_max));
    for (const auto& row : node) {
      TRY_STATUS(check_word(row.second, key));
      value.table.emplace_back(row.first.Scalar(), row.second.Scalar());
    }
    return Nothing{};
  }

  Status read_pattern(const YAML::Node& node, MappedValue& value) {
    auto pattern = std::make_shared<re2::RE2>(node.Scalar(), re2::RE2::Quiet);
    if (!pattern->ok())
      return error(node, fmt::format("not a regular expression of RE2: {}", pattern->error()));
    value.pattern = std::move(pattern);
    return Nothing{};
  }

  Status read_group_number(const YAML::Node& node, MappedValue& value) {
    const std::string& text = node.Scalar();
    if (text.size() != 1 || text[0] < '0' || text[0] > '9')
      return error(node, "`group` takes a digit");
    value.group = text[0] - '0';
    return Nothing{};
  }

  // A word that a key with a closed list does not know would be taken for `unknown` in silence.
  Status check_word(const YAML::Node& node, const std::string& key) const {
    const auto list = std::ranges::find(closed, key, &Words::key);
    if (list == closed.end()) return Nothing{};
    if (std::ranges::find(list->words, node.Scalar()) != list->words.end()) return Nothing{};
    return error(node,
                 fmt::format("`{}` is none of {}", node.Scalar(), fmt::join(list->words, ", ")));
  }

  Result<std::string_view> path_of(const YAML::Node& node) {
    if (!node.IsScalar()) return error(node, "a path such as `$.user.name`");
    const auto steps = parse_path(node.Scalar());
    if (!steps) return error(node, steps.error().message);
    const std::string& text = node.Scalar();
    return keep(text.starts_with("$.") ? text.substr(2) : text);
  }

  std::string_view keep(const std::string& text) { return format_->paths.emplace_back(text); }

  // A mapping without paths, made of constants, still needs a table to be made of.
  void finish_fields() {
    if (format_->fields.empty()) format_->fields.push_back({keep("unused"), rest});
  }

  std::string_view file_name_;
  std::unique_ptr<MappedFormat> format_ = std::make_unique<MappedFormat>();
  std::set<std::string> seen_;
};

// Paths that are right one by one may still not go together (rows of two lists).
Status check_table(const JsonFormat& format, std::string_view file_name) {
  std::vector<std::string_view> paths;
  for (const FieldSpec& field : format.fields) paths.push_back(field.path);
  auto table = FieldTable::make(paths);
  if (!table) return std::move(table.error()).in(fmt::format("`{}`", file_name));
  return Nothing{};
}

}  // namespace

Result<std::unique_ptr<const JsonFormat>> read_mapping(std::string_view yaml,
                                                       std::string_view file_name) {
  if (yaml.size() > file_bytes_max)
    return Error{Error::Code::invalid,
                 fmt::format("`{}` is larger than {} bytes", file_name, file_bytes_max)};
  try {
    TRY(auto format, Reader(file_name).read(YAML::Load(std::string(yaml))));
    TRY_STATUS(check_table(*format, file_name));
    return format;
  } catch (const YAML::Exception& e) {
    const int line = std::max(e.mark.line, 0) + 1;
    return Error{Error::Code::invalid,
                 fmt::format("`{}` line {}: not YAML: {}", file_name, line, e.msg)};
  }
}

}  // namespace gait::formats
