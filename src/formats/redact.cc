#include "formats/redact.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/check.h"
#include "formats/json_frame.h"

namespace gait::formats {
namespace {

constexpr std::array<std::string_view, 18> secret_names{
    "sessiontoken",    "secretaccesskey", "secretkey",        "secretstring",  "secretbinary",
    "privatekey",      "authorization",   "clientsecret",     "accesstoken",   "refreshtoken",
    "idtoken",         "bearertoken",     "webidentitytoken", "samlassertion", "apikey",
    "servicepassword", "plaintext",       "authtoken"};

constexpr std::string_view already = "redacted:";

std::string folded(std::string_view name) {
  std::string text;
  for (const char c : name)
    if (c != '_' && c != '-')
      text.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  return text;
}

// `passwordResetRequired` and its like are not strings; `...PasswordPolicy` is an object.
bool is_secret_name(std::string_view name) {
  constexpr std::size_t name_chars_max = 64;
  if (name.size() > name_chars_max) return false;
  const std::string text = folded(name);
  if (text.find("password") != std::string::npos || text.find("passphrase") != std::string::npos)
    return true;
  return std::ranges::find(secret_names, text) != secret_names.end();
}

bool is_base64(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '/' || c == '=' ||
         c == '-' || c == '_' || c == '.';
}

std::size_t run_length(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_base64) - text.begin());
}

struct TokenShape {
  std::string_view start;
  std::size_t length_min;  // of the start and the token characters behind it
};
constexpr std::array<TokenShape, 16> token_shapes{{{"eyJ", 40},
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

// 40 characters of base64 with upper, lower and digit, as AWS secret keys are. Hex digests have no
// upper case; identifiers of that length do not hold a slash or plus.
bool is_aws_secret(std::string_view value) {
  if (value.size() != 40 || run_length(value) != 40) return false;
  const auto any = [value](auto is) { return std::ranges::any_of(value, is); };
  return any([](char c) { return c >= 'A' && c <= 'Z'; }) &&
         any([](char c) { return c >= 'a' && c <= 'z'; }) &&
         any([](char c) { return c == '/' || c == '+'; }) &&
         std::ranges::none_of(value, [](char c) { return c == '-' || c == '_' || c == '.'; });
}

// An access key id and its secret written together, `AKIA...:wJalr...`.
bool is_key_pair(std::string_view value) {
  const std::size_t at = value.find("AKIA");
  if (at == std::string_view::npos || value.size() < at + 20 + 1 + 40) return false;
  for (std::size_t i = at + 20; i + 40 <= value.size(); ++i)
    if (is_aws_secret(value.substr(i, 40))) return true;
  return false;
}

bool is_secret_value(std::string_view value) {
  return value.size() >= 20 && (holds_token(value) || is_aws_secret(value) || is_key_pair(value));
}

std::string mark_of(std::string_view secret, std::string_view key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                          reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                          digest.data(), &size);
  check(done != nullptr && size == 32, "SHA-256 is always there");
  std::string mark(already);
  for (std::size_t i = 0; i < 8; ++i) fmt::format_to(std::back_inserter(mark), "{:02x}", digest[i]);
  return mark;
}

// Where the string that opens at `quote` closes; the length of the text when it does not.
std::size_t string_end(std::string_view text, std::size_t quote) {
  std::size_t at = quote + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return std::min(at, text.size());
}

bool is_key_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_json_space(text[at])) ++at;
  return at < text.size() && text[at] == ':';
}

}  // namespace

bool holds_token(std::string_view value) {
  for (const TokenShape& shape : token_shapes) {
    for (std::size_t at = 0; (at = value.find(shape.start, at)) != std::string_view::npos; ++at) {
      const bool starts =
          at == 0 || !is_base64(value[at - 1]) || value[at - 1] == '=' || value[at - 1] == '/';
      if (starts && run_length(value.substr(at)) >= shape.length_min) return true;
    }
  }
  return value.find("PRIVATE KEY-----") != std::string_view::npos;
}

std::string redact(std::string_view record, std::string_view key) {
  std::string out;
  out.reserve(record.size() + 64);
  bool secret_name = false;  // the value that follows is named as a secret
  std::size_t copied = 0;
  for (std::size_t at = 0; at < record.size(); ++at) {
    const char c = record[at];
    if (c == ',' || c == '{' || c == '}') secret_name = false;
    if (c != '"') continue;
    const std::size_t end = string_end(record, at);
    const std::string_view text = record.substr(at + 1, end - std::min(at + 1, end));
    if (is_key_end(record, end + 1)) {
      secret_name = is_secret_name(text);
    } else if (!text.empty() && !text.starts_with(already) &&
               (secret_name || is_secret_value(text))) {
      out.append(record.substr(copied, at + 1 - copied)).append(mark_of(text, key));
      copied = end;
    }
    at = end;
  }
  return out.append(record.substr(std::min(copied, record.size())));
}

}  // namespace gait::formats
