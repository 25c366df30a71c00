#pragma once

#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

// What logs of Azure keep of the token a call was made with.
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
struct AzureClaims {
  std::string_view tenant;   // `tid`; of the caller, which may be a guest of the resource's tenant
  std::string_view object;   // `oid`: of the user or service principal
  std::string_view app;      // `appid`: the app that holds the token
  std::string_view kind;     // `idtyp`: `app` or `user`; older tokens have none
  std::string_view name;     // `upn`, `unique_name`; only users have one
  std::string_view managed;  // `xms_mirid`: the resource of a managed identity
  std::string_view token;    // `uti`
  std::string_view proof;  // `appidacr`: how the app proved itself: 0 not, 1 secret, 2 certificate
};

// Who such a token stands for. `scope` is the tenant where the claims do not say it.
Caller azure_caller(const AzureClaims& claims, std::string_view scope);

}  // namespace gait::formats
