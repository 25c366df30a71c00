#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// Ids as Azure and Entra write them, brought to the one form in which logs can be joined.

// Lower case, with the dashes that some logs leave out of a GUID. What holds a token is `redacted`:
// in lower case it would no longer be known for one.
std::string azure_id(std::string_view id);

// The path of a resource, which logs write in any case; without a query.
std::string azure_path(std::string_view resource_id);

// A token has one GUID and is written in three ways: the sign-in logs have base64 of its 36
// letters, or base64url of its 16 bytes; Graph, Key Vault and the activity log have the bytes too,
// in the order of .NET (the first three groups little-endian). Returns the GUID; another text of up
// to 64 bytes stays as it is, and a longer one, which may be the token itself, is empty.
std::string azure_token_id(std::string_view written);

// `said`, else the tenant of a resource such as `/tenants/<id>/providers/Microsoft.aadiam`, else
// `scope`.
std::string entra_tenant(std::string_view said, std::string_view resource_id,
                         std::string_view scope);

// `entra:<tenant>/<kind>/<id>`; `kind` is `user`, `sp`, `app` ..; empty without an id.
std::string entra_key(std::string_view tenant, std::string_view kind, std::string_view id);

// Whether an app is one of Microsoft's tools that people sign in with (portal, CLI, PowerShell,
// Office ..): it says nothing of who acts.
bool is_microsoft_tool(std::string_view app_id);

}  // namespace gait::formats
