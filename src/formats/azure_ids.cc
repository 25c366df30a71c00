#include "formats/azure_ids.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/letters.h"
#include "model/token_shape.h"

namespace gait::formats {
namespace {

constexpr std::size_t token_id_bytes_max = 64;

bool is_hex(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); }

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string with_dashes(std::string_view hex) {
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20, 12));
}

int digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

// Base64 and base64url; empty when the text is neither.
std::string from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0, count = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) return {};
    bits = bits << 6 | static_cast<unsigned>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xff));
  }
  return bytes;
}

std::string guid_of_bytes(std::string_view bytes) {
  static constexpr std::array<std::size_t, 16> order{3, 2, 1,  0,  5,  4,  7,  6,
                                                     8, 9, 10, 11, 12, 13, 14, 15};
  std::string hex;
  for (const std::size_t i : order)
    fmt::format_to(std::back_inserter(hex), "{:02x}", static_cast<unsigned char>(bytes[i]));
  return with_dashes(hex);
}

std::string_view segment_behind(std::string_view path, std::string_view lower_letters) {
  const std::size_t at = find_letters(path, lower_letters);
  if (at == std::string_view::npos) return {};
  path.remove_prefix(at + lower_letters.size());
  return path.substr(0, path.find('/'));
}

}  // namespace

std::string azure_id(std::string_view id) {
  if (holds_token(id)) return "redacted";
  const std::string letters = lower(id);
  const bool is_bare = letters.size() == 32 && std::ranges::all_of(letters, is_hex);
  return is_bare ? with_dashes(letters) : letters;
}

std::string azure_path(std::string_view resource_id) {
  return azure_id(resource_id.substr(0, resource_id.find('?')));
}

std::string azure_token_id(std::string_view written) {
  if (written.size() >= 48 && written.size() <= 50)
    if (const std::string text = from_base64(written); is_guid(text)) return lower(text);
  if (written.size() >= 22 && written.size() <= 24)
    if (const std::string bytes = from_base64(written); bytes.size() == 16)
      return guid_of_bytes(bytes);
  return written.size() <= token_id_bytes_max ? azure_id(written) : std::string();
}

std::string entra_tenant(std::string_view said, std::string_view resource_id,
                         std::string_view scope) {
  if (said.empty()) said = segment_behind(resource_id, "/tenants/");
  return said.empty() ? std::string(scope) : lower(said);
}

std::string entra_key(std::string_view tenant, std::string_view kind, std::string_view id) {
  return id.empty() ? std::string() : fmt::format("entra:{}/{}/{}", tenant, kind, azure_id(id));
}

// https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in
bool is_microsoft_tool(std::string_view app_id) {
  static constexpr std::array<std::string_view, 9> tools{
      "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",   // Azure portal
      "04b07795-8ddb-461a-bbee-02f9e1bf7b46",   // Azure CLI
      "1950a258-227b-4e31-a9cf-717495945fc2",   // Azure PowerShell
      "14d82eec-204b-4c2f-b7e8-296a70dab67e",   // Graph PowerShell
      "de8bc8b5-d9f9-48b1-a8ad-b748da725064",   // Graph Explorer
      "d3590ed6-52b3-4102-aeff-aad2292ab01c",   // Office
      "1fec8e78-bce4-4aaf-ab1b-5451cc387264",   // Teams
      "aebc6443-996d-45c2-90f0-388ff96faa56",   // Visual Studio Code
      "872cd9fa-d31f-45e0-9eab-6e460a02d1f1"};  // Visual Studio
  return std::ranges::any_of(tools,
                             [&](std::string_view tool) { return is_letters(app_id, tool); });
}

}  // namespace gait::formats
