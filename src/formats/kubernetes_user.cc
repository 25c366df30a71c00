#include "formats/kubernetes_user.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gait::formats {
namespace {

// What a user name stands for, by how it begins; the first that fits counts.
struct Kind {
  std::string_view prefix;
  std::string_view key;  // behind the cluster; a trailing slash takes the rest of the name
  PrincipalType type;
  Human human;
  std::string_view reason;
};
constexpr std::array kinds{
    Kind{"system:node:", "node/", PrincipalType::cloud_service, Human::no, "a node of the cluster"},
    Kind{"system:anonymous", "anonymous", PrincipalType::anonymous, Human::unknown,
         "not authenticated"},
    Kind{"system:unsecured", "anonymous", PrincipalType::anonymous, Human::unknown,
         "not authenticated"},
    Kind{"system:", "component/system:", PrincipalType::cloud_service, Human::no,
         "a component of the cluster"},
    Kind{"eks:", "component/eks:", PrincipalType::cloud_service, Human::no,
         "a component of the cluster"},
    Kind{"aksService", "component/aksService", PrincipalType::cloud_service, Human::no,
         "a component of the cluster"},
    Kind{"kubelet-", "component/kubelet-", PrincipalType::cloud_service, Human::no,
         "a component of the cluster"},
};

void name_other_user(std::string_view user, std::string_view cluster, Caller& who) {
  const bool is_person = user.find('@') != std::string_view::npos;
  who.key = fmt::format("k8s:{}/user/{}", cluster, user);
  who.human = is_person ? Human::yes : Human::unknown;
  who.type = is_person ? PrincipalType::human : PrincipalType::unknown;
  who.reason = is_person ? "its name is a mail address" : "a user name that says nothing";
}

}  // namespace

std::optional<KubernetesAccount> kubernetes_account(std::string_view user) {
  constexpr std::string_view prefix = "system:serviceaccount:";
  if (!user.starts_with(prefix)) return std::nullopt;
  user.remove_prefix(prefix.size());
  const std::size_t colon = user.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return KubernetesAccount{user.substr(0, colon), user.substr(colon + 1)};
}

std::string kubernetes_account_key(std::string_view cluster, std::string_view space,
                                   std::string_view name) {
  return fmt::format("k8s:{}/sa/{}/{}", cluster, space, name);
}

void name_kubernetes_user(std::string_view user, std::string_view cluster, Caller& who) {
  if (user.empty()) {
    who.key = fmt::format("k8s:{}/unknown", cluster);
    who.reason = "the record names no user";
    return;
  }
  if (const auto account = kubernetes_account(user)) {
    who.key = kubernetes_account_key(cluster, account->space, account->name);
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "a Kubernetes service account";
    return;
  }
  if (user.ends_with(".gserviceaccount.com")) {
    who.key = fmt::format("gcp:sa/{}", user);
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "a Google service account";
    return;
  }
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [user](const Kind& k) { return user.starts_with(k.prefix); });
  if (kind == kinds.end()) return name_other_user(user, cluster, who);
  who.key = fmt::format("k8s:{}/{}{}", cluster, kind->key, user.substr(kind->prefix.size()));
  who.type = kind->type;
  who.human = kind->human;
  who.reason = kind->reason;
}

std::string kubernetes_action(std::string_view verb, std::string_view group, std::string_view kind,
                              std::string_view subresource) {
  std::string action = fmt::format("{} {}/{}", verb, group.empty() ? "core" : group, kind);
  if (!subresource.empty()) action.append("/").append(subresource);
  return action;
}

bool is_kubernetes_read(std::string_view verb) {
  return verb == "get" || verb == "list" || verb == "watch" || verb == "head";
}

bool is_kubernetes_workload(std::string_view kind) {
  constexpr std::array<std::string_view, 6> workloads{"deployments", "statefulsets", "daemonsets",
                                                      "replicasets", "jobs",         "cronjobs"};
  return std::find(workloads.begin(), workloads.end(), kind) != workloads.end();
}

}  // namespace gait::formats
