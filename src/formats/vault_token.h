#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_format.h"

namespace gait::formats {

// Who holds a token of Vault, by what a record says of it: of the token presented (`auth`) or of
// the one made (`response.auth`). Its fields stand together, in this order.
enum VaultTokenField : std::size_t {
  vault_accessor,
  vault_entity,
  vault_display,
  vault_token_type,
  vault_ttl,
  vault_space,    // of a Kubernetes service account
  vault_account,  // its name
  vault_role,     // of AppRole, JWT, OIDC and cloud logins
  vault_email,
  vault_certificate,
  vault_arn,
  vault_policy,  // the first one
  vault_token_fields,
};

// Adds those fields: of the token presented, or else of the one made.
void add_vault_token_fields(std::vector<FieldSpec>& fields, bool is_presented);

// `first` is the place of the first of the fields.
Caller vault_caller(const Fields& fields, std::size_t first);
CredentialKind vault_token_kind(const Fields& fields, std::size_t first);

// Who stands behind a login at its own source: `system:serviceaccount:shop:orders`, a mail address,
// an ARN; or empty.
std::string vault_subject(const Fields& fields, std::size_t first);

// `vault:<cluster>/entity/<id>`
std::string vault_entity_key(std::string_view cluster, std::string_view id);

}  // namespace gait::formats
