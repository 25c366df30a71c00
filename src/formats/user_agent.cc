#include "formats/user_agent.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gait::formats {
namespace {

constexpr std::size_t product_bytes_max = 64;

// Systems made for breaking into others; a workload does not move to one.
constexpr std::array<std::string_view, 4> attack_systems{"kali", "parrot", "pentoo", "pacu"};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool contains_word(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return lower(a) == b; };
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  for (auto from = text.begin();;) {
    const auto at = std::search(from, text.end(), word.begin(), word.end(), same);
    if (at == text.end()) return false;
    const auto end = at + static_cast<std::ptrdiff_t>(word.size());
    if ((at == text.begin() || !is_letter(at[-1])) && (end == text.end() || !is_letter(*end)))
      return true;
    from = at + 1;
  }
}

std::string_view unwrapped(std::string_view text) {
  const auto trim = [&text](std::string_view chars) {
    const std::size_t first = text.find_first_not_of(chars);
    text.remove_prefix(first == std::string_view::npos ? text.size() : first);
    text = text.substr(0, text.find_last_not_of(chars) + 1);
  };
  trim(" \t[]\"");
  return text;
}

std::string_view first_product(std::string_view text) {
  if (text == "AWS Internal") return text;
  return text.substr(0, std::min(text.find_first_of("/ ,;()\t"), product_bytes_max));
}

}  // namespace

std::string agent_family(std::string_view user_agent) {
  const std::string_view text = unwrapped(user_agent);
  std::string_view product = first_product(text);
  if (product == "Mozilla") product = "browser";
  if (product == "APN" && text.find("Terraform/") != std::string_view::npos) product = "Terraform";
  std::string family(product);
  for (const std::string_view system : attack_systems)
    if (product != system && contains_word(text, system))
      return family.append(" (").append(system).append(")");
  return family;
}

}  // namespace gait::formats
