#include "model/token_shape.h"

#include <algorithm>
#include <array>
#include <bitset>

namespace gait {
namespace {

constexpr std::array<TokenShape, 16> shapes{{{"eyJ", 40},
                                             {"ghp_", 36},
                                             {"gho_", 36},
                                             {"ghu_", 36},
                                             {"ghs_", 36},
                                             {"ghr_", 36},
                                             {"github_pat_", 40},
                                             {"glpat-", 20},
                                             {"xoxb-", 20},
                                             {"xoxp-", 20},
                                             {"xapp-", 20},
                                             {"hvs.", 20},
                                             {"sk-ant-", 20},
                                             {"npm_", 36},
                                             {"IQoJ", 200},  // AWS session tokens
                                             {"FwoGZXIvYXdz", 100}}};

constexpr std::array<bool, 256> in_tokens = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789+/=-_."))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

std::size_t run_length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_token_character) -
                                  text.begin());
}

// Capital, small letter, digit, other.
std::size_t kind_of(char c) {
  if (c >= 'A' && c <= 'Z') return 0;
  if (c >= 'a' && c <= 'z') return 1;
  return c >= '0' && c <= '9' ? 2 : 3;
}

}  // namespace

std::span<const TokenShape> known_tokens() { return shapes; }

bool is_token_character(char c) { return in_tokens[static_cast<unsigned char>(c)]; }

bool is_aws_secret(std::string_view value) {
  if (value.size() != 40) return false;
  std::array<int, 4> of_kind{};
  std::bitset<256> distinct;
  int changes = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (!is_token_character(c) || c == '-' || c == '_' || c == '.' || c == '=') return false;
    ++of_kind[kind_of(c)];
    changes += i > 0 && kind_of(c) != kind_of(value[i - 1]) ? 1 : 0;
    distinct.set(static_cast<unsigned char>(c));
  }
  // 40 random ones have about 30 distinct characters and change their kind about 25 times; a few
  // in 1,000 have less than this.
  return of_kind[0] > 0 && of_kind[1] > 0 && of_kind[2] > 0 && distinct.count() >= 22 &&
         changes >= 15;
}

bool holds_token(std::string_view text) {
  for (const TokenShape& shape : shapes) {
    for (std::size_t at = 0; (at = text.find(shape.start, at)) != std::string_view::npos; ++at) {
      const char before = at == 0 ? ' ' : text[at - 1];
      const bool starts = !is_token_character(before) || before == '=' || before == '/';
      if (starts && run_length(text.substr(at)) >= shape.length_min) return true;
    }
  }
  return text.find("PRIVATE KEY-----") != std::string_view::npos;
}

}  // namespace gait
