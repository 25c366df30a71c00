// Calls of Azure Storage: blobs, files, queues and tables:
// https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage-reference
#include <fmt/format.h>

#include <algorithm>

#include "formats/all_formats.h"
#include "formats/azure_claims.h"
#include "formats/azure_ids.h"
#include "formats/http_outcome.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  category,
  operation,
  service,
  url,
  object_key,
  account_name,
  status,
  status_text,
  auth,
  token_hash,
  tenant,
  object,
  app,
  user_name,
  principal_type,
  answer_bytes,
  body_bytes,
  address,
  user_agent,
  region,
};

// The path of `https://acme.blob.core.windows.net:443/box/a/b?sig=..`
std::string_view path_of(std::string_view address_text) {
  const std::size_t host = address_text.find("://");
  address_text.remove_prefix(host == std::string_view::npos ? 0 : host + 3);
  address_text = address_text.substr(0, address_text.find('?'));
  const std::size_t path = address_text.find('/');
  return path == std::string_view::npos ? std::string_view() : address_text.substr(path);
}

// By name, or of `/subscriptions/../storageAccounts/acme/blobServices/default`.
std::string account_of(const Fields& f) {
  if (f.has(account_name)) return std::string(f[account_name]);
  constexpr std::string_view accounts = "/storageaccounts/";
  const std::string id = lower(f[service]);
  const std::size_t at = id.find(accounts);
  if (at == std::string::npos) return "unknown";
  const std::string_view rest = std::string_view(id).substr(at + accounts.size());
  return std::string(rest.substr(0, rest.find('/')));
}

// The container: `box` of `/box/a/b`, or of the object key `/acme/box/a/b`.
std::string_view container_of(const Fields& f) {
  std::string_view path = path_of(f[url]);
  if (f.has(object_key)) {
    path = f[object_key];
    path.remove_prefix(std::min(path.find('/', 1), path.size()));
  }
  if (path.size() < 2) return {};
  return path.substr(1, path.find('/', 1) - 1);
}

constexpr std::string_view sas_label = "SasSignature(";

// `<hash>` of `SasSignature(<hash>)` in `key1(<hash>),SasSignature(<hash>)`; else empty.
std::string_view hash_in(std::string_view hashes, std::string_view label) {
  const std::size_t at = hashes.find(label);
  if (at == std::string_view::npos) return {};
  hashes.remove_prefix(at + label.size());
  return hashes.substr(0, hashes.find(')'));
}

std::string_view key_name(std::string_view hashes) {
  return hashes.find("key2(") == std::string_view::npos ? "key1" : "key2";
}

// Whoever has a key of the account, or a link signed with it, is nobody in particular.
void name_holder_of_key(const Fields& f, Caller& who) {
  const std::string_view hashes = f[token_hash];
  const std::string account = account_of(f);
  const std::string key = fmt::format("azure-storage:{}/{}", account, key_name(hashes));
  who.type = PrincipalType::api_key;
  who.human = Human::no;
  who.credential_kind = CredentialKind::long_lived;
  if (f.is(auth, "AccountKey")) {
    who.key = key;
    who.credential = hash_in(hashes, key_name(hashes) == "key1" ? "key1(" : "key2(");
    who.reason = "a key of a storage account, shared by all who have it";
    return;
  }
  const std::string_view signed_hash = hash_in(hashes, sas_label);
  who.credential = signed_hash.empty() ? hashes : signed_hash;
  who.key = fmt::format("azure-storage:{}/sas:{}", account, who.credential);
  who.delegator = key;
  who.reason = "a link signed with a key of a storage account";
}

bool is_signed_link(const Fields& f) {
  return f.raw(auth).find("SAS") != std::string_view::npos ||
         f.raw(auth).find("Sas") != std::string_view::npos;
}

Caller anonymous_caller(const Fields& f) {
  Caller who;
  who.key = fmt::format("azure-storage:{}/{}", account_of(f),
                        f.is(auth, "Anonymous") ? "anonymous" : "unknown");
  if (!f.is(auth, "Anonymous")) return who;
  who.type = PrincipalType::anonymous;
  who.reason = "not authenticated";
  who.credential_kind = CredentialKind::none;
  return who;
}

// Storage says what went wrong in words; some of them mean less than their status.
Outcome outcome_of(const Fields& f) {
  if (f.is(status_text, "ServerBusy") || f.raw(status_text).ends_with("ThrottlingError"))
    return Outcome::throttled;
  return http_outcome(f.number(status));
}

class AzureStorage final : public JsonFormat {
 public:
  AzureStorage() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "azure_storage";
    letters = FieldTable::Case::ignored;
    marks = {{{"category", "StorageRead"}},
             {{"category", "StorageWrite"}},
             {{"category", "StorageDelete"}}};
    fields = {
        {"time"},
        {"category", what},
        {"operationName", what},
        {"resourceId", who | on},
        {"uri", on},
        {"properties.objectKey", on},
        {"properties.accountName", who | on},
        {"statusCode"},
        {"statusText"},
        {"identity.type", who},
        {"identity.tokenHash", who},
        {"identity.requester.tenantId|tenantId", who},
        {"identity.requester.objectId", who},
        {"identity.requester.appId", who},
        {"identity.requester.upn|identity.requester.userName", who},
        {"identity.authorization[*].principals[*].type", who},
        {"properties.responseBodySize"},
        {"properties.requestBodySize"},
        {"callerIpAddress"},
        {"properties.userAgentHeader"},
        {"location"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.raw(category).starts_with("Storage") && f.has(operation);
  }

  // A link that a user or app signed, not a key, names who signed it.
  Caller caller(const Fields& f) const override {
    if (f.has(object)) {
      const bool is_user = f.is(principal_type, "User") || f.has(user_name);
      Caller who = azure_caller({.tenant = f[tenant],
                                 .object = f[object],
                                 .app = f[app],
                                 .kind = is_user ? "user" : "app",
                                 .name = f[user_name],
                                 .managed = {},
                                 .token = {},
                                 .proof = {}},
                                f.scope());
      who.credential = is_signed_link(f) ? hash_in(f[token_hash], sas_label) : f[token_hash];
      who.credential_kind = CredentialKind::ephemeral;
      return who;
    }
    if (!f.is(auth, "AccountKey") && !is_signed_link(f)) return anonymous_caller(f);
    Caller who;
    name_holder_of_key(f, who);
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[operation];
    deed.access = f.is(category, "StorageRead") ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string_view container = container_of(f);
    std::string path = f.has(service) ? azure_path(f[service]) : account_of(f);
    if (!container.empty()) path.append("/containers/").append(container);
    return path;
  }

  void tell(const Fields& f, Told& told) const override {
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.region = f.raw(region);
    told.item = f.has(object_key) ? f.raw(object_key) : path_of(f.raw(url));
    told.outcome = outcome_of(f);
    told.bytes = std::max(f.number(answer_bytes), f.number(body_bytes));
  }
};

}  // namespace

const JsonFormat& azure_storage() {
  static const AzureStorage format;
  return format;
}

}  // namespace gait::formats
