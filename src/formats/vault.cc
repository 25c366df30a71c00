// HashiCorp Vault audit devices: https://developer.hashicorp.com/vault/docs/audit/schema
//
// A call is two records of one id. The response says all that the request says, and how it ended.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/letters.h"
#include "formats/log_time.h"
#include "formats/vault_token.h"

namespace gait::formats {
namespace {

// The first are those of the token presented, then as many of the token made: see vault_token.h.
enum Field : std::size_t {
  time_ = 2 * vault_token_fields,
  type,
  id,
  operation,
  path,
  mount_type,
  mount_point,
  address,
  user_agent,
  error,
  lease,
  lease_ttl,
  wrap_accessor,
  wrap_ttl,
  serial,
  secret_id,
  values,
};
constexpr std::size_t presented = 0, made = vault_token_fields;

// Whoever logs in presents no token yet: the one made is theirs.
std::size_t holder(const Fields& f) {
  const bool has_token = f.has(presented + vault_accessor) || f.has(presented + vault_display) ||
                         f.has(presented + vault_entity);
  return has_token ? presented : made;
}

// A path without what names one thing: `database/creds/*`, `sys/policies/acl/*`.
std::string general_path(std::string_view path) {
  const bool is_deep = path.starts_with("sys/") || path.starts_with("auth/");
  std::size_t end = 0;
  for (int segments = is_deep ? 3 : 2; segments > 0; --segments) {
    const std::size_t slash = path.find('/', end);
    if (slash == std::string_view::npos) return std::string(path);
    end = slash + 1;
  }
  return std::string(path.substr(0, end)) + '*';
}

// Mounts are named as one likes; the catalogue knows the usual names, those of their types.
std::string usual_path(const Fields& f) {
  const std::string_view full = f[path], point = f[mount_point];
  if (!f.has(mount_type) || point.empty() || !full.starts_with(point)) return {};
  if (point.starts_with("auth/") || point.starts_with("sys/")) return {};
  return fmt::format("{}/{}", f[mount_type], full.substr(point.size()));
}

Outcome outcome_of(const Fields& f) {
  const std::string_view said = f.raw(error);
  if (said.empty()) return Outcome::success;
  const auto says = [&](std::string_view words) {
    return find_letters(said, words) != std::string_view::npos;
  };
  if (says("permission denied") || says("invalid token") || says("invalid credentials"))
    return Outcome::denied;
  return says("rate limit") ? Outcome::throttled : Outcome::error;
}

// Members of the object in `json`: each has its colon.
std::uint32_t members_of(std::string_view json) {
  std::uint32_t members = 0;
  int depth = 0;
  bool is_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (is_text && c == '\\') ++i;
    if (c == '"') is_text = !is_text;
    if (is_text) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == ':' && depth == 1) ++members;
  }
  return members;
}

bool is_housekeeping(std::string_view path) {
  return path == "auth/token/lookup-self" || path == "auth/token/renew-self" ||
         path == "sys/capabilities-self" || path == "sys/health" ||
         path.starts_with("sys/internal/ui/");
}

Timestamp behind(const Fields& f, double seconds) {
  Timestamp time;
  if (seconds <= 0 || !read_log_time(f.raw(time_), time)) return {};
  time.ns += static_cast<std::int64_t>(seconds) * 1'000'000'000;
  return time;
}

Minted mint_of(std::string_view credential, Timestamp expires, bool long_lived = false) {
  return {std::string(credential), {}, {}, expires, long_lived};
}

// What came back is a token, a lease, a wrapped secret, a certificate or the secret of a role.
std::optional<Minted> minted(const Fields& f) {
  if (f.has(made + vault_accessor)) {
    Minted token = mint_of(f[made + vault_accessor], behind(f, f.number(made + vault_ttl)),
                           vault_token_kind(f, made) == CredentialKind::long_lived);
    token.identity = vault_caller(f, made).key;
    token.subject = vault_subject(f, made);
    return token;
  }
  if (f.has(lease)) return mint_of(f[lease], behind(f, f.number(lease_ttl)));
  if (f.has(wrap_accessor)) return mint_of(f[wrap_accessor], behind(f, f.number(wrap_ttl)));
  if (f.has(secret_id)) return mint_of(f[secret_id], {}, true);
  if (f.has(serial) && f.is(mount_type, "pki")) return mint_of(f[serial], {});
  return std::nullopt;
}

std::optional<Changed> changed(const Fields& f) {
  const std::string_view where = f[path];
  const auto is = [&](ChangeType type, std::string credential = {}) {
    return Changed{type, {}, std::move(credential)};
  };
  const bool writes = f.is(operation, "update") || f.is(operation, "create");
  if (where.find("/rotate") != std::string_view::npos) return is(ChangeType::rotation);
  if (where.starts_with("sys/leases/revoke/"))
    return is(ChangeType::credential_disabled, std::string(where.substr(18)));
  if (where.starts_with("sys/leases/revoke") || where.starts_with("auth/token/revoke"))
    return is(ChangeType::credential_disabled);
  if (f.has(secret_id)) return is(ChangeType::credential_created, std::string(f[secret_id]));
  if (writes && (where.starts_with("sys/policies/") || where.starts_with("sys/policy/")))
    return is(ChangeType::privilege_grant);
  constexpr std::string_view entities = "identity/entity/id/";
  if (f.is(operation, "delete") && where.starts_with(entities))
    return Changed{
        ChangeType::offboarding, vault_entity_key(f.scope(), where.substr(entities.size())), {}};
  return std::nullopt;
}

class Vault final : public JsonFormat {
 public:
  Vault() {
    constexpr Part what = Part::deed, on = Part::resource;
    name = "vault";
    marks = {{{"type", "response"}, {"request.path", ""}, {"request.operation", ""}},
             {{"type", "request"}, {"request.path", ""}, {"request.operation", ""}}};
    add_vault_token_fields(fields, true);
    add_vault_token_fields(fields, false);
    const std::vector<FieldSpec> others{
        {"time"},
        {"type"},
        {"request.id"},
        {"request.operation", what},
        {"request.path", what | on},
        {"request.mount_type", what},
        {"request.mount_point", what},
        {"request.remote_address"},
        {"request.headers['user-agent'][0]|request.headers['User-Agent'][0]"},
        {"error"},
        {"response.secret.lease_id"},
        {"response.secret.lease_duration"},
        {"response.wrap_info.accessor"},
        {"response.wrap_info.ttl"},
        {"response.data.serial_number"},
        {"response.data.secret_id_accessor"},
        {"response.data.data"},
    };
    fields.insert(fields.end(), others.begin(), others.end());
  }

  bool owns(const Fields& f) const override { return f.has(path) && f.has(operation); }

  Caller caller(const Fields& f) const override {
    Caller who = vault_caller(f, holder(f));
    if (holder(f) == presented) return who;
    who.credential.clear();
    who.credential_kind = CredentialKind::unknown;
    return who;
  }

  // `read database/creds/*`: paths name secrets, of which there is no end.
  Deed deed(const Fields& f) const override {
    if (!f.has(operation)) return {};
    Deed deed;
    deed.action = fmt::format("{} {}", f[operation], general_path(f[path]));
    deed.also.push_back(fmt::format("{} {}", f[operation], f[path]));
    if (const std::string usual = usual_path(f); !usual.empty())
      deed.also.push_back(fmt::format("{} {}", f[operation], usual));
    const bool reads = f.is(operation, "read") || f.is(operation, "list");
    deed.access = reads ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    return f.scope().empty() ? std::string(f[path]) : fmt::format("{}/{}", f.scope(), f[path]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.outcome = outcome_of(f);
    if (!f.is(type, "response")) told.ignored = "a request: its response says how it ended";
    if (!f.has(path)) told.malformed = "no path";
    if (!told.ignored.empty() || told.outcome != Outcome::success) return;
    told.derived = is_housekeeping(f.raw(path));
    if (f.has(values)) told.count = std::max(members_of(f.raw(values)), 1U);
    told.minted = minted(f);
    told.changed = changed(f);
  }
};

}  // namespace

const JsonFormat& vault() {
  static const Vault format;
  return format;
}

}  // namespace gait::formats
