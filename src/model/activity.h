#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/symbols.h"
#include "base/time.h"
#include "model/action.h"

namespace gait {

// The source's own id of a record: the 16 bytes of a lower-case UUID, or for any other text the
// symbol of it. Two records with one id are one activity delivered twice.
struct EventId {
  std::uint64_t high = 0, low = 0;

  static EventId from_text(std::string_view text, SymbolTable& symbols);
  std::string text(const SymbolTable& symbols) const;

  auto operator<=>(const EventId&) const = default;
};

enum class Outcome : std::uint8_t { success, denied, throttled, not_found, error };
inline constexpr std::array<std::string_view, 5> outcome_names{"success", "denied", "throttled",
                                                               "not_found", "error"};

enum class CredentialKind : std::uint8_t { none, long_lived, ephemeral, federated, unknown };
inline constexpr std::array<std::string_view, 5> credential_kind_names{
    "none", "long_lived", "ephemeral", "federated", "unknown"};

// Where an address is, in kind. A `service` is a cloud service acting inside the provider: it has
// no network, no country and nothing to be surprised about.
enum class AddressKind : std::uint8_t { none, external, internal, service };

// One thing done, normalised from one log record. Strings are symbols, so that an activity is a
// small value that sorts, copies and crosses threads for nothing.
struct Activity {
  EventId event;
  Timestamp time;  // 0 when the record has none: counted, never learned

  Symbol identity;    // canonical key: who acts, stable across keys and sessions
  Symbol action;      // action key of the catalogue, `secretsmanager:GetSecretValue`
  Symbol resource;    // the one resource that says most, canonical
  Symbol network;     // `AS64500 Example` or, without a database, the address prefix
  Symbol region;      // cloud region
  Symbol agent;       // user agent family, `aws-cli`
  Symbol credential;  // id of what was presented, never the secret
  Symbol delegator;   // who it acts for: the minting identity, a source identity, a service
  Symbol workload;    // sub-identity: pod, instance, function, OIDC subject; may be empty
  Symbol session;     // of the source's own making; empty = that of the credential

  float bytes = -1;         // moved either way; below 0 when the record does not say
  std::uint32_t count = 1;  // things touched by this one call (ids in a batch request)
  std::uint32_t item = 0;   // hash of a finer thing inside the resource (object key); 0 = none

  ActionClasses classes;
  std::array<char, 2> country{};  // ISO 3166; zeroes when unknown
  Access access = Access::unknown;
  std::uint8_t severity = 1;
  Outcome outcome = Outcome::success;
  CredentialKind credential_kind = CredentialKind::unknown;
  AddressKind address = AddressKind::none;
  bool derived = false;  // a service did it with the caller's permission: no rate, no network
};

// Batches cross threads and sort as plain memory.
static_assert(std::is_trivially_copyable_v<Activity> && sizeof(Activity) <= 128);

}  // namespace gait
