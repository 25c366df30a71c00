#include "model/secret_rules.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "model/token_shape.h"

namespace gait {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{1} << 20;
constexpr std::size_t name_bytes_max = 64, lines_max = 4096;
constexpr std::size_t start_bytes_min = 3, token_bytes_min = 16, token_bytes_max = 1024;

bool is_folded(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

class Reader {
 public:
  explicit Reader(std::string_view file_name) : file_name_(file_name) {}

  Result<SecretRules> read(const YAML::Node& root) const {
    if (!root.IsMap()) return error(root, "not a map with `names`, `tokens` and the like");
    SecretRules rules;
    for (const auto& pair : root) {
      const std::string& key = pair.first.Scalar();
      if (!pair.second.IsSequence() || pair.second.size() > lines_max)
        return error(pair.second, fmt::format("`{}` is not a list of at most {}", key, lines_max));
      if (key == "tokens") {
        TRY_STATUS(read_tokens(pair.second, rules.tokens));
      } else if (auto* names = names_of(rules, key)) {
        TRY_STATUS(read_names(pair.second, *names));
      } else {
        return error(pair.first, fmt::format("unknown key `{}`; known are `names`, `name_parts`, "
                                             "`exceptions`, `contents` and `tokens`",
                                             key));
      }
    }
    return rules;
  }

 private:
  Error error(const YAML::Node& node, std::string_view what) const {
    const int line = std::max(node.Mark().line, 0) + 1;
    return {Error::Code::invalid, fmt::format("`{}` line {}: {}", file_name_, line, what)};
  }

  static std::vector<std::string>* names_of(SecretRules& rules, std::string_view key) {
    if (key == "names") return &rules.names;
    if (key == "name_parts") return &rules.name_parts;
    if (key == "exceptions") return &rules.exceptions;
    return key == "contents" ? &rules.contents : nullptr;
  }

  Status read_names(const YAML::Node& list, std::vector<std::string>& names) const {
    for (const auto& line : list) {
      const std::string name = line.IsScalar() ? line.Scalar() : std::string();
      if (name.size() < 3 || name.size() > name_bytes_max || !std::ranges::all_of(name, is_folded))
        return error(line, fmt::format("`{}` is not a name of 3 to {} small letters and digits; "
                                       "write it without `_` and `-`",
                                       name, name_bytes_max));
      names.push_back(name);
    }
    return Nothing{};
  }

  Status read_tokens(const YAML::Node& list, std::vector<SecretRules::Token>& tokens) const {
    for (const auto& line : list) {
      if (!line.IsMap()) return error(line, "not a map such as `{start: ghp_, length_min: 36}`");
      SecretRules::Token token;
      for (const auto& pair : line) TRY_STATUS(read_field(pair.first, pair.second, token));
      if (token.start.empty() || token.length_min == 0)
        return error(line, "a token has a `start` and a `length_min`");
      tokens.push_back(std::move(token));
    }
    return Nothing{};
  }

  Status read_field(const YAML::Node& key, const YAML::Node& value,
                    SecretRules::Token& token) const {
    const std::string text = value.IsScalar() ? value.Scalar() : std::string();
    if (key.Scalar() == "start") {
      if (text.size() < start_bytes_min || text.size() > name_bytes_max ||
          !std::ranges::all_of(text, is_token_character))
        return error(value, fmt::format("`{}` is not {} to {} characters of a token", text,
                                        start_bytes_min, name_bytes_max));
      token.start = text;
      return Nothing{};
    }
    if (key.Scalar() != "length_min")
      return error(
          key, fmt::format("unknown key `{}`; known are `start` and `length_min`", key.Scalar()));
    const auto [end, failure] =
        std::from_chars(text.data(), text.data() + text.size(), token.length_min);
    if (failure != std::errc{} || end != text.data() + text.size() ||
        token.length_min < token_bytes_min || token.length_min > token_bytes_max)
      return error(value, fmt::format("`{}` is not a length from {} to {}", text, token_bytes_min,
                                      token_bytes_max));
    return Nothing{};
  }

  std::string_view file_name_;
};

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void SecretRules::add(SecretRules other) {
  append(names, other.names);
  append(name_parts, other.name_parts);
  append(exceptions, other.exceptions);
  append(contents, other.contents);
  append(tokens, other.tokens);
}

Result<SecretRules> read_secret_rules(std::string_view yaml, std::string_view file_name) {
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
