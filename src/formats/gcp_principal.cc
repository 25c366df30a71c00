#include "formats/gcp_principal.h"

#include <fmt/format.h>

namespace gait::formats {
namespace {

constexpr std::string_view account_domain = ".gserviceaccount.com";

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

bool is_federated(std::string_view principal) {
  return principal.starts_with("principal://") || principal.starts_with("principalSet://");
}

// `principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/<pool>/subject/<s>`
std::string federated_key(std::string_view principal) {
  constexpr std::string_view pools = "Pools/";
  const std::size_t at = principal.find(pools);
  const std::string_view rest =
      at == std::string_view::npos ? principal : principal.substr(at + pools.size());
  const std::string_view pool = rest.substr(0, rest.find('/'));
  std::string_view subject = rest.substr(std::min(pool.size() + 1, rest.size()));
  subject = without_prefix(subject, "subject/");
  return fmt::format("gcp:wif/{}/{}", pool, subject);
}

// Accounts that Google itself keeps: `service-<number>@..`, `<number>@cloudservices...`.
bool is_googles_own(std::string_view email) {
  return email.starts_with("service-") ||
         email.find("@cloudservices.gserviceaccount.com") != std::string_view::npos ||
         email.find("@cloudbuild.gserviceaccount.com") != std::string_view::npos ||
         email.find("@system.gserviceaccount.com") != std::string_view::npos;
}

}  // namespace

std::string gcp_key(std::string_view principal) {
  if (principal.empty()) return {};
  if (is_federated(principal)) return federated_key(principal);
  const bool says_account = principal.starts_with("serviceAccount:");
  const std::string_view email =
      without_prefix(without_prefix(principal, "serviceAccount:"), "user:");
  const bool is_account = says_account || email.ends_with(account_domain);
  return fmt::format("gcp:{}/{}", is_account ? "sa" : "user", email);
}

void name_gcp_principal(std::string_view email, std::string_view subject, Caller& who) {
  // A key says that a mail address without the domain of accounts is one all the same.
  const bool subject_knows = subject.starts_with("serviceAccount:") || is_federated(subject);
  const std::string_view principal = email.empty() || subject_knows ? subject : email;
  who.key = gcp_key(principal);
  if (who.key.empty()) {
    who.key = "gcp:unknown";
    who.reason = "the record names no principal";
  } else if (who.key.starts_with("gcp:wif/")) {
    who.type = PrincipalType::workload;
    who.human = Human::no;
    who.reason = "a federated workload";
  } else if (who.key.starts_with("gcp:sa/")) {
    const bool googles = is_googles_own(who.key.substr(7));
    who.type = googles ? PrincipalType::cloud_service : PrincipalType::service_account;
    who.human = Human::no;
    who.reason = googles ? "a service account that Google keeps" : "a Google service account";
  } else {
    who.type = PrincipalType::human;
    who.human = Human::yes;
    who.reason = "a user account of Google";
  }
}

CredentialKind gcp_credential_kind(const Caller& who, bool has_key, bool is_delegated) {
  if (has_key) return CredentialKind::long_lived;
  if (who.type == PrincipalType::workload) return CredentialKind::federated;
  if (is_delegated || who.type == PrincipalType::service_account) return CredentialKind::ephemeral;
  return CredentialKind::unknown;
}

}  // namespace gait::formats
