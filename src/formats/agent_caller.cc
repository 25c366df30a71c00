#include "formats/agent_caller.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/check.h"

namespace gait::formats {
namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

struct KnownError {
  std::string_view part;  // of the code, in lower case
  Outcome outcome;
};
constexpr std::array<KnownError, 16> known_errors{{{"429", Outcome::throttled},
                                                   {"rate_limit", Outcome::throttled},
                                                   {"ratelimit", Outcome::throttled},
                                                   {"throttl", Outcome::throttled},
                                                   {"overloaded", Outcome::throttled},
                                                   {"resource_exhausted", Outcome::throttled},
                                                   {"401", Outcome::denied},
                                                   {"403", Outcome::denied},
                                                   {"denied", Outcome::denied},
                                                   {"permission", Outcome::denied},
                                                   {"authentic", Outcome::denied},
                                                   {"forbidden", Outcome::denied},
                                                   {"404", Outcome::not_found},
                                                   {"not_found", Outcome::not_found},
                                                   {"-32601", Outcome::not_found},
                                                   {"-32002", Outcome::not_found}}};

}  // namespace

std::string agent_key(std::string_view org, std::string_view name) {
  if (name.empty()) name = "unnamed";
  return org.empty() ? fmt::format("agent:{}", name) : fmt::format("agent:{}/{}", org, name);
}

std::string person_key(std::string_view user) {
  return user.empty() ? std::string() : "user:" + lower(user);
}

void name_agent(std::string_view org, std::string_view name, std::string_view user, Caller& who) {
  who.key = agent_key(org, name);
  who.account = org;
  who.delegator = person_key(user);
  who.type = PrincipalType::ai_agent;
  who.human = Human::no;
  who.reason = "an AI agent";
  who.weight = 200;
}

std::string token_id(std::string_view authorization) {
  if (authorization.empty()) return {};
  const std::string_view token = authorization.substr(authorization.find(' ') + 1);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const int done =
      EVP_Digest(token.data(), token.size(), digest.data(), &size, EVP_sha256(), nullptr);
  check(done == 1 && size == 32, "SHA-256 is always there");
  std::string id = "sha256:";
  for (std::size_t i = 0; i < 8; ++i) fmt::format_to(std::back_inserter(id), "{:02x}", digest[i]);
  return id;
}

Outcome outcome_of_error(std::string_view code) {
  const std::string word = lower(code);
  const auto* const found = std::ranges::find_if(known_errors, [&](const KnownError& error) {
    return word.find(error.part) != std::string::npos;
  });
  return found == known_errors.end() ? Outcome::error : found->outcome;
}

}  // namespace gait::formats
