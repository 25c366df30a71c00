#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/secret_rules.h"
#include "record/secret_names.h"

namespace gait::record {

// `hmac-sha256:` and 32 hex digits: what stands where a secret was.
inline constexpr std::string_view mark_start = "hmac-sha256:";
inline constexpr std::size_t mark_hex_digits = 32;
bool is_mark(std::string_view text);

// Bytes of a text from `begin` up to and without `end`.
struct TextRange {
  std::size_t begin = 0, end = 0;
};

// Behind `Bearer `, `Basic ` and the like, when the text begins so: the scheme is no secret, and
// without it a token has the same mark wherever it stands.
std::size_t scheme_bytes(std::string_view text);

// Finds secrets in plain text: tokens by their shape; keys in PEM; what follows `name=`, `name: `
// and `--name `; the password in `scheme://user:password@host`; what follows `Bearer ` and `Basic
// `. About 1 ns per byte.
class SecretFinder {
 public:
  explicit SecretFinder(const SecretRules& rules);

  const SecretNames& names() const { return names_; }

  // The first secret at or behind `from` that is not a mark yet.
  bool find(std::string_view text, std::size_t from, TextRange& secret) const;

 private:
  bool find_line(std::string_view text, std::size_t from, TextRange& secret) const;
  bool find_in_run(std::string_view text, TextRange run, TextRange& secret) const;
  bool is_token(std::string_view text) const;
  bool find_after_name(std::string_view text, std::size_t from, std::size_t sign,
                       TextRange& secret) const;
  bool find_after_word(std::string_view text, TextRange word, TextRange& secret) const;

  SecretNames names_;
  std::vector<SecretRules::Token> tokens_;    // by their first character
  std::array<std::uint8_t, 257> first_of_{};  // into `tokens_`, by first character
};

}  // namespace gait::record
