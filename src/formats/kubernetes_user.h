#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

struct KubernetesAccount {
  std::string_view space, name;
};

// The parts of `system:serviceaccount:<namespace>:<name>`; none for any other user name.
std::optional<KubernetesAccount> kubernetes_account(std::string_view user);

// `k8s:<cluster>/sa/<namespace>/<name>`
std::string kubernetes_account_key(std::string_view cluster, std::string_view space,
                                   std::string_view name);

// Fills in the key, type and humanity of who a Kubernetes user name stands for.
void name_kubernetes_user(std::string_view user, std::string_view cluster, Caller& who);

// `create apps/deployments/scale`: how the catalogue calls what was done. The group of the core API
// is empty; so may `subresource` be.
std::string kubernetes_action(std::string_view verb, std::string_view group, std::string_view kind,
                              std::string_view subresource);

// get, list, watch
bool is_kubernetes_read(std::string_view verb);

// Whether writing such a thing is a deployment: what runs pods, in the group `apps` or `batch`.
bool is_kubernetes_workload(std::string_view kind);

}  // namespace gait::formats
