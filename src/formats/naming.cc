#include "formats/naming.h"

#include <fmt/format.h>

#include <string>

#include "base/hash.h"
#include "formats/address.h"
#include "formats/json_walk.h"
#include "formats/user_agent.h"
#include "formats/uuid.h"
#include "model/token_shape.h"

namespace gait::formats {

Naming::Naming(const ParserContext& context)
    : symbols_(context.symbols),
      networks_(context.networks),
      agents_(1024),
      places_(8192),
      regions_(64) {}

Symbol Naming::name(std::string_view text) {
  return symbols_.insert(holds_token(text) ? "redacted" : text);
}

Naming::KnownAgent Naming::agent(std::string_view user_agent) {
  if (user_agent.empty()) return {};
  return agents_.get(hash64(user_agent), [&] {
    std::string scratch;
    const std::string family = agent_family(unescape(user_agent, scratch));
    return KnownAgent{name(family), family == "browser" || family == "AWS Internal"};
  });
}

Naming::KnownPlace Naming::place(std::string_view address, std::string_view endpoint) {
  std::uint64_t hash = hash64(address);
  if (!endpoint.empty()) hash = hash_combine(hash, hash64(endpoint));
  return places_.get(hash, [&] {
    const Place place = place_of(address, endpoint, networks_);
    return KnownPlace{symbols_.insert(place.network), place.country, place.kind};
  });
}

Symbol Naming::region(std::string_view region) {
  if (region.empty()) return {};
  return regions_.get(hash64(region), [&] {
    std::string scratch;
    return symbols_.insert(unescape(region, scratch));
  });
}

EventId Naming::event(std::string_view id, std::string_view record) {
  // Nearly every id is a UUID, or too short to be a token; an id that is one is not kept.
  const bool is_harmless = id.size() < 20 || (id.size() == 36 && id[8] == '-' && id[13] == '-');
  const bool is_kept = !id.empty() && (is_harmless || !holds_token(id));
  return is_kept ? event_id(id, symbols_) : hash_id(record, 0);
}

EventId Naming::event_part(std::string_view id, std::string_view time, std::string_view part) {
  return hash_id(part, hash_combine(hash64(id), hash64(time)));
}

EventId Naming::hash_id(std::string_view text, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(text.data(), text.size(), seed);
  return EventId::from_hash(hash.high64, hash.low64);
}

void Naming::say(const Principal& principal, Batch& batch) {
  const std::uint64_t said = hash_combine(
      hash_combine(principal.identity.value, principal.account.value), principal.reason.value);
  if (said_principals_.insert(said).second) batch.principals.push_back(principal);
}

}  // namespace gait::formats
