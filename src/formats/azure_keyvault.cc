// Calls of Azure Key Vault (category AuditEvent):
// https://learn.microsoft.com/azure/key-vault/general/logging
#include <array>

#include "formats/all_formats.h"
#include "formats/azure_claims.h"
#include "formats/azure_ids.h"
#include "formats/http_outcome.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  operation,
  category,
  status,
  vault,
  url,
  address,
  client,
  tenant,
  object,
  app,
  token_kind,
  user_name,
  managed,
  token,
  proof,
  region,
};

// `/secrets/db` of `https://v.vault.azure.net/secrets/db/0a1b..?api-version=7.4`: what is meant is
// the secret, whichever version it has today.
std::string_view object_path(std::string_view address_text) {
  const std::size_t host = address_text.find("://");
  if (host == std::string_view::npos) return {};
  address_text.remove_prefix(host + 3);
  const std::size_t path = address_text.find('/');
  if (path == std::string_view::npos) return {};
  address_text = address_text.substr(path, address_text.find('?') - path);
  const std::size_t name = address_text.find('/', 1);
  if (name == std::string_view::npos) return address_text;
  return address_text.substr(0, address_text.find('/', name + 1));
}

std::string_view host_of(std::string_view address_text) {
  const std::size_t host = address_text.find("://");
  if (host == std::string_view::npos) return {};
  address_text.remove_prefix(host + 3);
  return address_text.substr(0, address_text.find('/'));
}

bool is_read(std::string_view operation_name) {
  for (const std::string_view word : {"Get", "List", "Backup", "Decrypt", "Unwrap", "Verify"})
    if (operation_name.find(word) != std::string_view::npos) return true;
  return false;
}

// A new version of a secret or key: from then on the old one should no longer be used.
bool is_rotation(std::string_view operation_name) {
  for (const std::string_view name : {"SecretSet", "KeyRotate", "CertificateRenew"})
    if (operation_name == name) return true;
  return false;
}

class AzureKeyVault final : public JsonFormat {
 public:
  AzureKeyVault() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "azure_keyvault";
    letters = FieldTable::Case::ignored;
    marks = {{{"category", "AuditEvent"}, {"properties.requestUri", ""}},
             {{"category", "AuditEvent"}, {"properties.httpStatusCode", ""}}};
    fields = {
        {"time"},
        {"operationName", what},
        {"category"},
        {"properties.httpStatusCode"},
        {"resourceId", on},
        {"properties.id|properties.requestUri", on},
        {"callerIpAddress"},
        {"properties.clientInfo"},
        {"identity.claim['http://schemas.microsoft.com/identity/claims/tenantid']|identity.claim."
         "tid|tenantId|properties.tenantId",
         who},
        {"identity.claim['http://schemas.microsoft.com/identity/claims/objectidentifier']|identity."
         "claim.oid",
         who},
        {"identity.claim.appid", who},
        {"identity.claim.idtyp", who},
        {"identity.claim['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn']|identity."
         "claim.upn",
         who},
        {"identity.claim.xms_mirid", who},
        {"identity.claim.uti", who},
        {"identity.claim.appidacr", who},
        {"location"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.is(category, "AuditEvent") && f.has(operation) && (f.has(status) || f.has(url));
  }

  Caller caller(const Fields& f) const override {
    return azure_caller({.tenant = f[tenant],
                         .object = f[object],
                         .app = f[app],
                         .kind = f[token_kind],
                         .name = f[user_name],
                         .managed = f[managed],
                         .token = f[token],
                         .proof = f[proof]},
                        f.scope());
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[operation];
    deed.access = is_read(f[operation]) ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    std::string path(f.has(vault) ? f[vault] : host_of(f[url]));
    return azure_path(path.append(object_path(f[url])));
  }

  void tell(const Fields& f, Told& told) const override {
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(client);
    told.region = f.raw(region);
    told.outcome = http_outcome(f.number(status));
    // Clients ask once without a token, to learn from the answer where to get one.
    if (f.is(status, "401") && !f.has(object) && !f.has(app))
      told.ignored = "a call without a token, answered with where to get one";
    if (is_rotation(f.raw(operation))) told.changed = Changed{ChangeType::rotation, {}, {}};
  }
};

}  // namespace

const JsonFormat& azure_keyvault() {
  static const AzureKeyVault format;
  return format;
}

}  // namespace gait::formats
