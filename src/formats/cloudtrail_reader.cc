#include "formats/cloudtrail_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "base/hash.h"
#include "formats/address.h"
#include "formats/cloudtrail_change.h"
#include "formats/cloudtrail_mint.h"
#include "formats/cloudtrail_outcome.h"
#include "formats/cloudtrail_resource.h"
#include "formats/user_agent.h"
#include "formats/uuid.h"
#include "model/token_shape.h"

namespace gait::formats {
namespace {

constexpr std::size_t known_actions_max = 65'536;
constexpr std::string_view source_name = "aws_cloudtrail";

// The caller with its strings unescaped into `kept`, which must outlive the result.
CloudTrailCaller unescaped(CloudTrailCaller caller, std::array<std::string, 18>& kept) {
  std::size_t next = 0;
  for (std::string_view* field :
       {&caller.type, &caller.principal_id, &caller.arn, &caller.account_id, &caller.access_key_id,
        &caller.user_name, &caller.invoked_by, &caller.identity_provider, &caller.credential_id,
        &caller.on_behalf_user, &caller.identity_store, &caller.issuer_type, &caller.issuer_arn,
        &caller.issuer_account, &caller.issuer_name, &caller.issuer_principal_id,
        &caller.federated_provider, &caller.source_identity})
    *field = unescape(*field, kept[next++]);
  return caller;
}

// Of all that a principal follows from; the times and flags in `userIdentity` are left out, so
// that they do not make one caller many.
std::uint64_t caller_hash(const CloudTrailFields& fields) {
  const CloudTrailCaller& caller = fields.caller;
  std::uint64_t hash = 0, seed = 0;
  for (const std::string_view field : {caller.type,
                                       caller.principal_id,
                                       caller.arn,
                                       caller.account_id,
                                       caller.access_key_id,
                                       caller.user_name,
                                       caller.invoked_by,
                                       caller.identity_provider,
                                       caller.credential_id,
                                       caller.on_behalf_user,
                                       caller.identity_store,
                                       caller.issuer_type,
                                       caller.issuer_arn,
                                       caller.issuer_account,
                                       caller.issuer_name,
                                       caller.issuer_principal_id,
                                       caller.federated_provider,
                                       caller.mfa,
                                       caller.source_identity,
                                       fields.recipient_account}) {
    ++seed;
    if (!field.empty()) hash = hash_combine(hash + seed, hash64(field));
  }
  return hash;
}

CloudTrailPrincipal resolve(const CloudTrailFields& fields) {
  if (fields.identity_text.find('\\') == std::string_view::npos)
    return cloudtrail_principal(fields.caller, fields.recipient_account);
  std::array<std::string, 18> kept;
  return cloudtrail_principal(unescaped(fields.caller, kept), fields.recipient_account);
}

double number_of(std::string_view text) {
  double value = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && value >= 0 && value < 1e18 ? value : -1;
}

double bytes_of(const CloudTrailFields& fields) {
  if (fields.bytes_in.empty() && fields.bytes_out.empty()) return -1;
  const double in = number_of(fields.bytes_in), out = number_of(fields.bytes_out);
  if (in < 0) return out;
  return out < 0 ? in : in + out;
}

bool is_insight(const CloudTrailFields& fields) {
  return fields.event_category == "Insight" || fields.event_type == "AwsCloudTrailInsight";
}

}  // namespace

CloudTrailReader::CloudTrailReader(const ParserContext& context)
    : symbols_(context.symbols),
      catalogue_(context.catalogue),
      networks_(context.networks),
      principals_(8192),
      actions_(1024),
      agents_(1024),
      places_(8192),
      resources_(16'384),
      regions_(64) {}

std::string_view CloudTrailReader::add(const CloudTrailFields& fields, Batch& batch) {
  ++batch.counts.records;
  if (fields.is_digest || fields.is_control || is_insight(fields)) {
    ++batch.counts.ignored;
    return {};
  }
  ++batch.counts.malformed;  // taken back below
  Timestamp time;
  // Without any time it is still an activity, counted and not learned; a wrong time is an error.
  if (!fields.event_time.empty() && !read_time(fields.event_time, time))
    return "no readable `eventTime`";
  if (fields.event_name.empty()) return "no `eventName`";
  if (fields.event_source.empty()) return "no `eventSource`";
  --batch.counts.malformed;
  if (fields.event_type == "AwsServiceEvent") {
    ++batch.counts.ignored;
    add_service_event(fields, time, batch);
    return {};
  }

  ++batch.counts.activities;
  const KnownPrincipal caller = principal_of(fields, batch);
  const KnownAction action = action_of(fields);
  const KnownAgent agent = agent_of(fields.user_agent);
  const KnownPlace place = place_of_call(fields);
  Activity& activity = batch.activities.emplace_back();
  activity.event = id_of(fields);
  activity.time = time;
  activity.identity = caller.identity;
  activity.action = action.action;
  activity.resource = resource_of(fields);
  activity.network = place.network;
  activity.region = region_of(fields.region);
  activity.agent = agent.agent;
  activity.credential = caller.credential;
  activity.delegator = caller.delegator;
  activity.workload = caller.workload;
  activity.bytes = static_cast<float>(bytes_of(fields));
  activity.count = fields.items;
  activity.item = cloudtrail_item(fields);
  activity.classes = action.classes;
  activity.country = place.country;
  activity.access = action.access;
  activity.severity = action.severity;
  activity.outcome = cloudtrail_outcome(fields);
  activity.credential_kind = caller.credential_kind;
  activity.address = place.kind;
  // Services mint roles for themselves all day; no profile should learn that flood.
  activity.derived = caller.derived || (caller.is_service && action.role == ActionRole::mint_role);
  if (caller.is_user || caller.is_role) say_console_use(fields, caller, agent, batch);
  add_consequences(fields, action, caller, activity, batch);
  return {};
}

// Nearly all records are of the day of the one before. Some tools export times without a zone; they
// are UTC as CloudTrail's are.
bool CloudTrailReader::read_time(std::string_view text, Timestamp& time) {
  if (text.size() == 20 && text[13] == ':' && text[16] == ':' && text[19] == 'Z' &&
      std::memcmp(text.data(), day_text_, sizeof day_text_) == 0) {
    const auto pair = [&](std::size_t at) {
      const auto tens = static_cast<unsigned>(text[at] - '0');
      const auto ones = static_cast<unsigned>(text[at + 1] - '0');
      return tens < 10 && ones < 10 ? tens * 10 + ones : 99;
    };
    const unsigned hour = pair(11), minute = pair(14), second = pair(17);
    if (hour < 24 && minute < 60 && second < 60) {
      time = Timestamp::from_seconds(day_seconds_ + hour * 3600 + minute * 60 + second);
      return true;
    }
  }
  if (text.size() < 19 || text.size() > 40) return false;
  const char last = text.back();
  const bool zoned = last == 'Z' || last == 'z' || text.find_first_of("+-", 19) < text.size();
  if (!parse_rfc3339(zoned ? std::string(text) : std::string(text) + 'Z', time)) return false;
  std::memcpy(day_text_, text.data(), sizeof day_text_);
  day_seconds_ = time.days() * 86'400;
  // An offset would make the digits of the day mean another time.
  if (last != 'Z') day_text_[0] = '\0';
  return true;
}

// A text that callers choose, as a name that may be kept.
Symbol CloudTrailReader::name(std::string_view text) {
  return symbols_.insert(holds_token(text) ? "redacted" : text);
}

EventId CloudTrailReader::id_of(const CloudTrailFields& fields) {
  if (!fields.event_id.empty()) return event_id(fields.event_id, symbols_);
  const XXH128_hash_t hash = XXH3_128bits(fields.record.data(), fields.record.size());
  return EventId::from_text(fmt::format("hash:{:016x}{:016x}", hash.high64, hash.low64), symbols_);
}

CloudTrailReader::KnownPrincipal CloudTrailReader::principal_of(const CloudTrailFields& fields,
                                                                Batch& batch) {
  return principals_.get(caller_hash(fields), [&] {
    const CloudTrailPrincipal principal = resolve(fields);
    KnownPrincipal known;
    known.identity = symbols_.insert(principal.key);
    known.account = symbols_.insert(principal.account);
    known.workload = name(principal.workload);
    known.credential = name(principal.credential);
    known.delegator = symbols_.insert(principal.delegator);
    known.credential_kind = principal.credential_kind;
    known.human = principal.human;
    known.derived = principal.derived;
    known.is_user = principal.is_user;
    known.is_role = principal.is_role;
    known.is_service = principal.key.starts_with("aws-svc:");
    say_principal({known.identity, known.account, symbols_.insert(principal.reason), principal.type,
                   principal.human, principal.weight},
                  batch);
    return known;
  });
}

void CloudTrailReader::say_principal(const Principal& principal, Batch& batch) {
  const std::uint64_t said = hash_combine(
      hash_combine(principal.identity.value, principal.account.value), principal.reason.value);
  if (said_principals_.insert(said).second) batch.principals.push_back(principal);
}

void CloudTrailReader::say_console_use(const CloudTrailFields& fields, const KnownPrincipal& caller,
                                       const KnownAgent& agent, Batch& batch) {
  const bool console = fields.console_session == "true";
  const bool person =
      caller.is_user && (fields.event_name == "ConsoleLogin" ||
                         (agent.is_person && caller.credential_kind == CredentialKind::ephemeral));
  if (!console && !person) return;
  const std::uint8_t weight = caller.is_user ? 200 : 150;
  say_principal({caller.identity, caller.account, symbols_.insert("used the AWS console"),
                 PrincipalType::human, Human::yes, weight},
                batch);
}

CloudTrailReader::KnownAction CloudTrailReader::action_of(const CloudTrailFields& fields) {
  const std::uint64_t hash = hash_combine(hash64(fields.event_source), hash64(fields.event_name));
  return actions_.get(hash, [&] {
    // The catalogue is slow; two actions that share a slot must not ask it again and again.
    if (known_actions_.size() >= known_actions_max) known_actions_.clear();
    const auto [known, is_new] = known_actions_.try_emplace(hash);
    if (is_new) known->second = find_action(fields);
    return known->second;
  });
}

CloudTrailReader::KnownAction CloudTrailReader::find_action(const CloudTrailFields& fields) {
  std::string source, name;
  const std::string key =
      cloudtrail_action(unescape(fields.event_source, source), unescape(fields.event_name, name));
  const ActionFacts facts = catalogue_.find(source_name, key);
  return {symbols_.insert(key), facts.classes, facts.access, facts.severity, role_of_action(key)};
}

CloudTrailReader::KnownAgent CloudTrailReader::agent_of(std::string_view user_agent) {
  if (user_agent.empty()) return {};
  return agents_.get(hash64(user_agent), [&] {
    std::string scratch;
    const std::string family = agent_family(unescape(user_agent, scratch));
    return KnownAgent{name(family), family == "browser" || family == "AWS Internal"};
  });
}

CloudTrailReader::KnownPlace CloudTrailReader::place_of_call(const CloudTrailFields& fields) {
  std::uint64_t hash = hash64(fields.source_ip);
  if (!fields.vpc_endpoint.empty()) hash = hash_combine(hash, hash64(fields.vpc_endpoint));
  return places_.get(hash, [&] {
    const Place place = place_of(fields.source_ip, fields.vpc_endpoint, networks_);
    return KnownPlace{symbols_.insert(place.network), place.country, place.kind};
  });
}

Symbol CloudTrailReader::resource_of(const CloudTrailFields& fields) {
  const std::uint64_t hash = cloudtrail_resource_hash(fields);
  if (hash == 0) return {};
  return resources_.get(hash, [&] { return name(cloudtrail_resource(fields)); });
}

Symbol CloudTrailReader::region_of(std::string_view region) {
  if (region.empty()) return {};
  return regions_.get(hash64(region), [&] {
    std::string scratch;
    return symbols_.insert(unescape(region, scratch));
  });
}

void CloudTrailReader::add_consequences(const CloudTrailFields& fields, const KnownAction& action,
                                        const KnownPrincipal& caller, const Activity& activity,
                                        Batch& batch) {
  if (!fields.shared_event_id.empty()) {
    const bool rich = fields.caller.type != "AWSAccount";
    batch.twins.push_back({symbols_.insert(fields.shared_event_id), activity.event, rich});
  }
  const bool changes =
      action.role != ActionRole::none || action.classes.has(ActionClass::privilege_change);
  if (!changes || activity.outcome != Outcome::success) return;
  const std::string_view account = symbols_.text(caller.account);
  add_mint(fields, action.role, activity, account, batch);
  add_change(fields, action, activity, account, batch);
}

void CloudTrailReader::add_mint(const CloudTrailFields& fields, ActionRole role,
                                const Activity& activity, std::string_view account, Batch& batch) {
  const auto mint =
      cloudtrail_mint(fields, role, activity.time, symbols_.text(activity.identity), account);
  if (!mint) return;
  batch.mints.push_back({.child_credential = symbols_.insert(mint->child_credential),
                         .child_identity = symbols_.insert(mint->child_identity),
                         .parent_credential = activity.credential,
                         .parent_identity = activity.identity,
                         .time = activity.time,
                         .expires = mint->expires,
                         .subject = name(mint->subject),
                         .long_lived = mint->long_lived});
}

void CloudTrailReader::add_change(const CloudTrailFields& fields, const KnownAction& action,
                                  const Activity& activity, std::string_view account,
                                  Batch& batch) {
  const auto change = cloudtrail_change(fields, action.role, action.classes,
                                        symbols_.text(activity.identity), account);
  if (!change) return;
  batch.changes.push_back({.event = activity.event,
                           .time = activity.time,
                           .type = change->type,
                           .by = activity.identity,
                           .action = activity.action,
                           .resource = activity.resource,
                           .subject = name(change->subject),
                           .credential = symbols_.insert(change->credential)});
}

// A service tells of itself: no one acted, but a rotation explains what follows.
void CloudTrailReader::add_service_event(const CloudTrailFields& fields, Timestamp time,
                                         Batch& batch) {
  const KnownAction action = action_of(fields);
  if (action.role != ActionRole::rotate || !fields.error_code.empty()) return;
  CloudTrailFields named = fields;
  if (named.resource_arn.empty()) named.resource_arn = fields.service_secret;
  batch.changes.push_back({.event = id_of(fields),
                           .time = time,
                           .type = ChangeType::rotation,
                           .by = symbols_.insert(fmt::format("aws-svc:{}", fields.event_source)),
                           .action = action.action,
                           .resource = resource_of(named),
                           .subject = {},
                           .credential = {}});
}

}  // namespace gait::formats
