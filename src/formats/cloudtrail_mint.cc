#include "formats/cloudtrail_mint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

constexpr std::int64_t role_seconds_default = 3600;
constexpr std::int64_t session_seconds_default = 43'200;
constexpr std::int64_t session_seconds_max = 129'600;
constexpr std::size_t key_id_chars_max = 32;

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

int number_of(std::string_view text) {
  int value = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && end == text.data() + text.size() ? value : -1;
}

int month_of(std::string_view name) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? months.find(name) : std::string_view::npos;
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

// The words of a text, all else being separators: 7 of them make an expiration.
std::array<std::string_view, 7> words_of(std::string_view text) {
  std::array<std::string_view, 7> words;
  std::size_t at = 0;
  for (std::string_view& word : words) {
    while (at < text.size() && !is_alnum(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_alnum(text[at])) ++at;
    word = text.substr(begin, at - begin);
  }
  return words;
}

Timestamp expiry_of(const CloudTrailFields& fields, ActionRole role, Timestamp time) {
  Timestamp expires;
  std::string scratch;
  if (parse_expiration(unescape(fields.minted_expiration, scratch), expires)) return expires;
  std::int64_t seconds = number_of(fields.param(Param::duration_seconds));
  if (seconds <= 0 || seconds > session_seconds_max)
    seconds = role == ActionRole::mint_role ? role_seconds_default : session_seconds_default;
  if (role == ActionRole::mint_root) seconds = std::min<std::int64_t>(seconds, 900);
  return {time.ns + seconds * 1'000'000'000};
}

std::string minted_role(const CloudTrailFields& fields) {
  for (std::string_view arn : {fields.param(Param::role_arn), fields.assumed_arn}) {
    std::string scratch;
    arn = unescape(arn, scratch);
    if (const std::string_view name = role_name_of_arn(arn); !name.empty())
      return fmt::format("aws:{}/role/{}", parse_arn(arn).account, name);
  }
  return {};
}

// AssumeRoot names an account by its number or its root's ARN.
std::string minted_root(const CloudTrailFields& fields) {
  std::string_view target = fields.param(Param::target_principal);
  if (const AwsArn arn = parse_arn(target); !arn.account.empty()) target = arn.account;
  return target.empty() ? std::string() : fmt::format("aws:{}/root", target);
}

std::string child_of(const CloudTrailFields& fields, ActionRole role, std::string_view caller) {
  if (role == ActionRole::mint_role) return minted_role(fields);
  if (role == ActionRole::mint_root) return minted_root(fields);
  if (role == ActionRole::mint_session) return std::string(caller);
  return fmt::format("{}/fed/{}", caller, fields.param(Param::name));
}

std::string subject_of(const CloudTrailFields& fields) {
  std::string scratch;
  if (!fields.minted_subject.empty()) return std::string(unescape(fields.minted_subject, scratch));
  if (!fields.pod_namespace.empty() && !fields.pod_account.empty())
    return fmt::format("system:serviceaccount:{}:{}", fields.pod_namespace, fields.pod_account);
  if (fields.caller.type != "WebIdentityUser" && fields.caller.type != "SAMLUser") return {};
  return std::string(unescape(fields.caller.user_name, scratch));
}

std::string created_for(const CloudTrailFields& fields, std::string_view caller,
                        std::string_view account) {
  std::string_view user = fields.created_for;
  if (user.empty()) user = fields.param(Param::user_name);
  return user.empty() ? std::string(caller) : fmt::format("aws:{}/user/{}", account, user);
}

bool is_key_id(std::string_view text) {
  return !text.empty() && text.size() <= key_id_chars_max && std::ranges::all_of(text, is_alnum);
}

}  // namespace

bool parse_expiration(std::string_view text, Timestamp& time) {
  if (text.empty() || text.size() > 64) return false;
  if (parse_rfc3339(text, time)) return true;
  const auto words = words_of(text);
  const int month = month_of(words[0]), day = number_of(words[1]), year = number_of(words[2]);
  const int hour = number_of(words[3]), minute = number_of(words[4]), second = number_of(words[5]);
  const bool noon = words[6] == "PM";
  if (month == 0 || (!noon && words[6] != "AM") || hour < 1 || hour > 12) return false;
  if (year < 0 || year > 9999 || day < 0 || day > 99 || minute < 0 || minute > 99) return false;
  if (second < 0 || second > 99) return false;
  char rfc3339[] = "YYYY-MM-DDThh:mm:ssZ";
  const auto put = [&rfc3339](std::size_t at, int two_digits) {
    rfc3339[at] = static_cast<char>('0' + two_digits / 10);
    rfc3339[at + 1] = static_cast<char>('0' + two_digits % 10);
  };
  put(0, year / 100), put(2, year % 100), put(5, month), put(8, day);
  put(11, hour % 12 + (noon ? 12 : 0)), put(14, minute), put(17, second);
  return parse_rfc3339(std::string_view(rfc3339, 20), time);
}

std::optional<CloudTrailMint> cloudtrail_mint(const CloudTrailFields& fields, ActionRole role,
                                              Timestamp time, std::string_view caller,
                                              std::string_view account) {
  CloudTrailMint mint;
  if (role == ActionRole::create_key) {
    if (!is_key_id(fields.created_key)) return std::nullopt;
    mint.child_credential = fields.created_key;
    mint.child_identity = created_for(fields, caller, account);
    mint.long_lived = true;
    return mint;
  }
  const bool mints = role >= ActionRole::mint_role && role <= ActionRole::mint_root;
  if (!mints || !is_key_id(fields.minted_key)) return std::nullopt;
  mint.child_credential = fields.minted_key;
  mint.child_identity = child_of(fields, role, caller);
  mint.subject = subject_of(fields);
  mint.expires = expiry_of(fields, role, time);
  return mint;
}

}  // namespace gait::formats
