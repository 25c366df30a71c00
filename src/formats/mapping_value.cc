#include "formats/mapping_value.h"

#include <fmt/format.h>
#include <openssl/sha.h>
#include <re2/re2.h>

#include <array>

namespace gait::formats {
namespace {

std::string text_of(const MappedValue::Term& term, const Fields& fields) {
  return term.constant.empty() ? std::string(fields[term.field]) : term.constant;
}

std::string first_or_joined(const MappedValue& value, const Fields& fields) {
  std::string text;
  for (const MappedValue::Term& term : value.terms) {
    const std::string part = text_of(term, fields);
    if (part.empty()) continue;
    if (!value.is_joined) return part;
    text.append(text.empty() ? "" : value.separator).append(part);
  }
  return text;
}

// The more telling key first: a whole one, then the longest prefix.
std::string looked_up(const MappedValue& value, const std::string& text) {
  const std::pair<std::string, std::string>* best = nullptr;
  for (const auto& row : value.table) {
    if (row.first == text) return row.second;
    const bool is_prefix =
        row.first.ends_with('*') &&
        text.starts_with(std::string_view(row.first).substr(0, row.first.size() - 1));
    if (is_prefix && (best == nullptr || row.first.size() > best->first.size())) best = &row;
  }
  return best == nullptr ? std::string() : best->second;
}

std::string grouped(const MappedValue& value, const std::string& text) {
  const int groups = value.pattern->NumberOfCapturingGroups() + 1;
  std::vector<re2::StringPiece> parts(static_cast<std::size_t>(groups));
  const bool fits =
      value.pattern->Match(text, 0, text.size(), re2::RE2::UNANCHORED, parts.data(), groups);
  if (!fits || value.group >= groups) return {};
  return parts[static_cast<std::size_t>(value.group)].as_string();
}

std::string hashed(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex = "sha256:";
  for (const unsigned char byte : digest) fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  return hex;
}

}  // namespace

std::string MappedValue::of(const Fields& fields) const {
  std::string text = first_or_joined(*this, fields);
  if (!text.empty() && pattern) text = grouped(*this, text);
  if (!text.empty() && !table.empty()) text = looked_up(*this, text);
  if (text.empty()) text = fallback;
  if (text.empty()) return text;
  if (is_lower)
    for (char& c : text)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  if (is_hashed) text = hashed(text);
  return prefix + text;
}

}  // namespace gait::formats
