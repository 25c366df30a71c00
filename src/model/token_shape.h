#pragma once

#include <span>
#include <string_view>

namespace gait {

// Tokens that say themselves what they are: a known beginning, and at least so many characters of
// base64, `-`, `_` and `.` from its first one on.
struct TokenShape {
  std::string_view start;
  std::size_t length_min = 0;
};

// Those that every part of Gait knows: JWT, GitHub, GitLab, Slack, Vault, npm, AWS session tokens.
// `rules/redaction.yaml` adds more for the record.
std::span<const TokenShape> known_tokens();

// Base64 and what stands in tokens beside it.
bool is_token_character(char c);

// 40 characters as AWS secret keys are: letters of both cases, digits, `/` and `+`, of which no
// word or path is so varied. Hex digests have one case only.
bool is_aws_secret(std::string_view value);

// Whether a text holds a known token or a private key. What a parser keeps as a
// name must not: callers choose some names, and put secrets into them by mistake.
bool holds_token(std::string_view text);

}  // namespace gait
