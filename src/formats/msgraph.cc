// Calls of Microsoft Graph (MicrosoftGraphActivityLogs):
// https://learn.microsoft.com/graph/microsoft-graph-activity-logs-overview
#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/azure_claims.h"
#include "formats/azure_ids.h"
#include "formats/http_outcome.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  request_id,
  method,
  uri,
  status,
  size,
  token,
  app,
  principal,
  user,
  token_kind,
  proof,
  tenant,
  tenant_resource,
  address,
  user_agent,
  region,
};

// `/v1.0/users/x/messages` of `https://graph.microsoft.com/v1.0/users/x/messages?$top=5`
std::string_view path_of(std::string_view address_text) {
  const std::size_t host = address_text.find("://");
  if (host != std::string_view::npos) {
    address_text.remove_prefix(host + 3);
    address_text.remove_prefix(std::min(address_text.find('/'), address_text.size()));
  }
  return address_text.substr(0, address_text.find('?'));
}

// Takes the segment before the next `/` off the front of a path.
std::string_view take_segment(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// Lists whose elements are named by what follows them in a path.
bool is_list(std::string_view segment) {
  static constexpr std::array<std::string_view, 33> lists{"applications",
                                                          "appRoleAssignedTo",
                                                          "appRoleAssignments",
                                                          "attachments",
                                                          "calendars",
                                                          "channels",
                                                          "chats",
                                                          "conditionalAccessPolicies",
                                                          "contacts",
                                                          "conversations",
                                                          "devices",
                                                          "directoryObjects",
                                                          "directoryRoles",
                                                          "domains",
                                                          "drives",
                                                          "events",
                                                          "federatedIdentityCredentials",
                                                          "groups",
                                                          "items",
                                                          "lists",
                                                          "mailFolders",
                                                          "managedDevices",
                                                          "members",
                                                          "messages",
                                                          "oauth2PermissionGrants",
                                                          "owners",
                                                          "roleAssignments",
                                                          "roleDefinitions",
                                                          "servicePrincipals",
                                                          "sites",
                                                          "subscriptions",
                                                          "teams",
                                                          "users"};
  return std::ranges::find(lists, segment) != lists.end();
}

// `$count`, `microsoft.graph.delta` and the like are no ids.
bool is_id(std::string_view segment, std::string_view before) {
  if (segment.starts_with('$') || segment.starts_with("microsoft.graph.") || segment == "delta")
    return false;
  const bool is_guid = segment.size() == 36 && segment[8] == '-' && segment[23] == '-';
  return is_guid || is_list(before);
}

// A path in which every id is `*`, so that one kind of call is one action. Behind `root:` are the
// names of files.
std::string shape_of(std::string_view path) {
  std::string shape;
  std::string_view before;
  for (std::string_view segment = take_segment(path); !segment.empty();
       segment = take_segment(path)) {
    const std::string_view name = segment.substr(0, segment.find('('));  // `users('x')`
    shape.append("/").append(is_id(segment, before) ? "*" : name);
    if (name.ends_with(':')) return shape.append("/*");
    const bool has_id = name.size() < segment.size() && is_list(name);
    if (has_id) shape.append("/*");
    before = has_id ? std::string_view() : name;
  }
  return shape;
}

// The first thing with an id that a path goes through: `/users/x`. Without one, all of it.
std::string_view thing_of(std::string_view path) {
  std::string_view rest = path, before;
  for (std::string_view segment = take_segment(rest); !segment.empty();
       segment = take_segment(rest)) {
    if (is_id(segment, before) || segment.ends_with(')'))
      return path.substr(0, path.size() - rest.size());
    before = segment;
  }
  return path;
}

// Without the version of the API.
std::string_view unversioned(std::string_view path) {
  for (const std::string_view version : {"/v1.0/", "/beta/"})
    if (path.starts_with(version)) path.remove_prefix(version.size() - 1);
  return path;
}

std::string tenant_of(const Fields& f) {
  return entra_tenant(f[tenant], f[tenant_resource], f.scope());
}

// The key of a thing of the directory, `/servicePrincipals/<id>`, as the other logs of Entra have
// it; empty for anything else.
std::string directory_key(std::string_view thing, std::string_view tenant_id) {
  const std::string_view list = take_segment(thing), id = take_segment(thing);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kinds{
      {{"applications", "application"},
       {"servicePrincipals", "sp"},
       {"users", "user"},
       {"groups", "group"}}};
  for (const auto& [name, kind] : kinds)
    if (list == name && is_id(id, list)) return entra_key(tenant_id, kind, id);
  return {};
}

struct Meaning {
  std::string_view verb, shape;  // what the path ends with
  ChangeType type;
};
constexpr std::array<Meaning, 9> meanings{{
    {"POST", "/addPassword", ChangeType::credential_created},
    {"POST", "/addKey", ChangeType::credential_created},
    {"POST", "/federatedIdentityCredentials", ChangeType::credential_created},
    {"POST", "/removePassword", ChangeType::credential_disabled},
    {"POST", "/removeKey", ChangeType::credential_disabled},
    {"POST", "/roleAssignments", ChangeType::privilege_grant},
    {"DELETE", "/applications/*", ChangeType::offboarding},
    {"DELETE", "/servicePrincipals/*", ChangeType::offboarding},
    {"DELETE", "/users/*", ChangeType::offboarding},
}};

void tell_change(const Fields& f, std::string_view path, Told& told) {
  const std::string_view verb = f.raw(method);
  if (verb != "POST" && verb != "DELETE") return;
  const std::string shape = shape_of(path);
  const auto means = [&](const Meaning& m) { return verb == m.verb && shape.ends_with(m.shape); };
  const auto meaning = std::ranges::find_if(meanings, means);
  if (meaning == meanings.end()) return;
  told.changed =
      Changed{meaning->type, directory_key(thing_of(unversioned(path)), tenant_of(f)), {}};
}

class MsGraph final : public JsonFormat {
 public:
  MsGraph() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "msgraph";
    letters = FieldTable::Case::ignored;
    marks = {{{"category", "MicrosoftGraphActivityLogs"}}};
    fields = {
        {"properties.timeGenerated|time"},
        {"properties.requestId"},
        {"properties.requestMethod", what},
        {"properties.requestUri", what | on},
        {"properties.responseStatusCode"},
        {"properties.responseSizeBytes"},
        {"properties.signInActivityId", who},
        {"properties.appId", who},
        {"properties.servicePrincipalId", who},
        {"properties.userId", who},
        {"properties.C_Idtyp", who},
        {"properties.clientAuthMethod", who},
        {"tenantId|properties.tenantId", who | on},
        {"resourceId", who | on},
        {"properties.ipAddress|callerIpAddress"},
        {"properties.userAgent"},
        {"properties.location|location"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(method) && f.has(uri); }

  Caller caller(const Fields& f) const override {
    const bool is_app = f.has(principal) && !f.has(user);
    const std::string tenant_id = tenant_of(f);
    return azure_caller({.tenant = tenant_id,
                         .object = is_app ? f[principal] : f[user],
                         .app = f[app],
                         .kind = is_app ? "app" : f[token_kind],
                         .name = f[user],
                         .managed = {},
                         .token = f[token],
                         .proof = f[proof]},
                        f.scope());
  }

  // `POST /v1.0/applications/*/addPassword`
  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action.append(f[method]).append(" ").append(shape_of(path_of(f[uri])));
    deed.access = f.is(method, "GET") || f.is(method, "HEAD") ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string_view thing = thing_of(unversioned(path_of(f[uri])));
    std::string key = directory_key(thing, tenant_of(f));
    return key.empty() ? key.append("graph:").append(thing) : key;
  }

  void tell(const Fields& f, Told& told) const override {
    const std::string_view path = path_of(f.raw(uri));
    told.event = f.raw(request_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.region = f.raw(region);
    told.item = path;
    told.outcome = http_outcome(f.number(status));
    told.bytes = f.number(size);
    tell_change(f, path, told);
  }
};

}  // namespace

const JsonFormat& msgraph() {
  static const MsGraph format;
  return format;
}

}  // namespace gait::formats
