#include "formats/cloudtrail_outcome.h"

#include <algorithm>
#include <array>

namespace gait::formats {
namespace {

template <std::size_t size>
bool has_any(std::string_view code, const std::array<std::string_view, size>& parts) {
  return std::ranges::any_of(
      parts, [code](std::string_view part) { return code.find(part) != std::string_view::npos; });
}

constexpr std::array<std::string_view, 7> throttled_parts{
    "Throttling",       "RequestLimitExceeded",          "TooManyRequests",       "SlowDown",
    "RequestThrottled", "ProvisionedThroughputExceeded", "BandwidthLimitExceeded"};

constexpr std::array<std::string_view, 10> denied_parts{
    "AccessDenied",          "UnauthorizedOperation", "NotAuthorized",      "InvalidClientTokenId",
    "SignatureDoesNotMatch", "ExpiredToken",          "UnrecognizedClient", "AuthFailure",
    "InvalidAccessKeyId",    "AuthorizationError"};

constexpr std::array<std::string_view, 4> not_found_parts{"NoSuch", "NotFound", "DoesNotExist",
                                                          "NonExistent"};

}  // namespace

Outcome error_code_outcome(std::string_view code) {
  if (has_any(code, throttled_parts)) return Outcome::throttled;
  if (has_any(code, denied_parts)) return Outcome::denied;
  if (has_any(code, not_found_parts)) return Outcome::not_found;
  return Outcome::error;
}

Outcome cloudtrail_outcome(const CloudTrailFields& fields) {
  if (!fields.error_code.empty()) return error_code_outcome(fields.error_code);
  if (fields.event_name != "ConsoleLogin") return Outcome::success;
  if (fields.console_login == "Success") return Outcome::success;
  const bool failed = fields.console_login == "Failure" || !fields.error_message.empty();
  return failed ? Outcome::denied : Outcome::success;
}

}  // namespace gait::formats
