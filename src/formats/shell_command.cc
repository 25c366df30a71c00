#include "formats/shell_command.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace gait::formats {
namespace {

constexpr int wraps_max = 6;
constexpr std::size_t command_bytes_max = 16 * 1024;

// A program that runs the command behind it.
struct Wrapper {
  std::string_view name;
  std::string_view with_value;  // letters of the options that take the next word
  int words = 0;                // words of its own before the command
  bool is_shell = false;        // runs only what follows its option -c
};
constexpr std::array wrappers{
    Wrapper{"sudo", "ugUhpCrtTRD"}, Wrapper{"doas", "uC"},        Wrapper{"env", "uCS"},
    Wrapper{"timeout", "ks", 1},    Wrapper{"nohup", ""},         Wrapper{"setsid", ""},
    Wrapper{"nice", "n"},           Wrapper{"ionice", "cnp"},     Wrapper{"time", "fo"},
    Wrapper{"stdbuf", "ioe"},       Wrapper{"xargs", "adEILnPs"}, Wrapper{"exec", "a"},
    Wrapper{"command", ""},         Wrapper{"sh", "", 0, true},   Wrapper{"bash", "", 0, true},
    Wrapper{"dash", "", 0, true},   Wrapper{"zsh", "", 0, true},  Wrapper{"ksh", "", 0, true},
    Wrapper{"ash", "", 0, true},
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

void drop_word(std::string_view& text) {
  text.remove_prefix(first_word(text).size());
  text = trimmed(text);
}

void drop_quotes(std::string_view& text) {
  const bool is_quoted = text.size() > 1 && (text[0] == '\'' || text[0] == '"');
  if (is_quoted && text.back() == text[0]) text = text.substr(1, text.size() - 2);
}

// `X=Y` before a command.
bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == 0 || equals == std::string_view::npos) return false;
  return std::ranges::all_of(word.substr(0, equals), [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// Whether `-c`, alone or among others: `-lc`.
bool has_letter(std::string_view option, char letter) {
  return option.size() > 1 && option[1] != '-' && option.find(letter) != std::string_view::npos;
}

// What the wrapper runs; empty when it runs nothing that is written there.
std::string_view wrapped_by(const Wrapper& wrapper, std::string_view text) {
  bool has_command = !wrapper.is_shell;
  while (text.starts_with('-')) {
    const std::string_view option = first_word(text);
    drop_word(text);
    if (option == "--") break;
    if (wrapper.is_shell && has_letter(option, 'c')) has_command = true;
    const bool takes_word =
        option.size() == 2 && wrapper.with_value.find(option[1]) != std::string_view::npos;
    if (takes_word) drop_word(text);
  }
  for (int i = 0; i < wrapper.words; ++i) drop_word(text);
  if (!has_command) return {};
  if (wrapper.is_shell) drop_quotes(text);
  return text;
}

// The command inside one wrapper, or nothing.
std::optional<std::string_view> unwrapped(std::string_view part) {
  std::string_view text = part;
  while (is_assignment(first_word(text))) drop_word(text);
  const std::string_view path = first_word(text);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const auto wrapper = std::ranges::find(wrappers, name, &Wrapper::name);
  if (wrapper != wrappers.end()) {
    std::string_view arguments = text;
    drop_word(arguments);
    const std::string_view inner = wrapped_by(*wrapper, arguments);
    if (!inner.empty()) return inner;
  }
  if (text.size() != part.size()) return text;
  if (name.size() != path.size() && !name.empty()) return text.substr(path.size() - name.size());
  return std::nullopt;
}

std::vector<std::string_view> parts_of(std::string_view command) {
  std::vector<std::string_view> parts;
  char quote = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= command.size(); ++i) {
    const char c = i < command.size() ? command[i] : ';';
    if (i < command.size() && quote != 0) {
      if (c == quote) quote = 0;
      continue;
    }
    if (c == '\'' || c == '"') quote = c;
    const bool is_redirection = c == '&' && i > 0 && command[i - 1] == '>';
    if ((c != ';' && c != '|' && c != '&') || is_redirection) continue;
    if (const auto part = trimmed(command.substr(begin, i - begin)); !part.empty())
      parts.push_back(part);
    begin = i + 1;
  }
  return parts;
}

void add_parts(std::string_view command, int wraps, std::string& all) {
  for (const std::string_view part : parts_of(command)) {
    if (all.size() > command_bytes_max) return;
    const auto inner = unwrapped(part);
    if (inner && wraps < wraps_max)
      add_parts(*inner, wraps + 1, all);
    else if (part.size() != all.size())
      all.append("; ").append(part);
  }
}

// -1 for what is no digit of base64.
int base64_value(char c) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t at = digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string from_base64(std::string_view text) {
  std::string decoded;
  unsigned bits = 0, held = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) break;
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    decoded.push_back(static_cast<char>(bits >> held & 0xff));
  }
  for (char& c : decoded)
    if (static_cast<unsigned char>(c) < 0x20) c = ';';
  return simdjson::validate_utf8(decoded) ? decoded : std::string();
}

// `echo <text> | base64 -d | sh`: what the text says.
std::string hidden_command(std::string_view command) {
  const std::size_t pipe = command.find("base64 ");
  if (pipe == std::string_view::npos) return {};
  std::string_view options = command.substr(pipe + 7);
  const bool decodes =
      options.starts_with("-d") || options.starts_with("-D") || options.starts_with("--decode");
  const std::size_t echo = command.substr(0, pipe).find("echo ");
  if (!decodes || echo == std::string_view::npos) return {};
  std::string_view text = trimmed(command.substr(echo + 5, pipe - echo - 5));
  while (text.starts_with('-')) drop_word(text);
  text = first_word(text);
  drop_quotes(text);
  return from_base64(text);
}

}  // namespace

std::string command_for_catalogue(std::string_view command) {
  command = trimmed(command.substr(0, command_bytes_max));
  std::string all(command);
  add_parts(command, 0, all);
  if (const std::string hidden = hidden_command(command); !hidden.empty()) {
    all.append("; ").append(hidden);
    add_parts(hidden, 0, all);
  }
  return all;
}

}  // namespace gait::formats
