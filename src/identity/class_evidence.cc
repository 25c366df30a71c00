#include "identity/class_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "base/hash.h"

namespace gait::identity {
namespace {

constexpr std::uint64_t calls_min = 20;
constexpr int monitoring_services_min = 5;

constexpr std::array<std::string_view, 6> secret_write_actions{
    "secretsmanager:PutSecretValue", "secretsmanager:RotateSecret",
    "secretsmanager:UpdateSecret",   "secretsmanager:UpdateSecretVersionStage",
    "secretsmanager:CreateSecret",   "ssm:PutParameter"};

constexpr std::array<std::string_view, 7> model_actions{"bedrock:InvokeModel",
                                                        "bedrock:InvokeModelWithResponseStream",
                                                        "bedrock:Converse",
                                                        "bedrock:ConverseStream",
                                                        "bedrock:InvokeAgent",
                                                        "bedrock-agentcore:InvokeAgentRuntime",
                                                        "bedrock-agentcore:InvokeGateway"};

bool is_lookup(std::string_view call, const ActionFacts& facts) {
  if (facts.access != Access::read) return false;
  if (facts.classes.has(ActionClass::secret_read) || facts.classes.has(ActionClass::data_read))
    return false;
  return facts.classes.has(ActionClass::discovery) || call.starts_with("List") ||
         call.starts_with("Describe") || call.starts_with("Get");
}

// Looking at snapshots is no backup.
bool is_backup(std::string_view service, std::string_view call, const ActionFacts& facts) {
  if (facts.access == Access::read) return false;
  return service == "backup" || service == "dlm" || call.find("Snapshot") != std::string_view::npos;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void ClassEvidence::add(std::string_view action, const ActionFacts& facts, std::uint64_t times) {
  const std::size_t colon = std::min(action.find(':'), action.size());
  const std::string_view service = action.substr(0, colon);
  const std::string_view call = action.substr(std::min(colon + 1, action.size()));

  calls += times;
  if (is_lookup(call, facts)) lookups += times;
  if (facts.classes.has(ActionClass::secret_read)) secret_reads += times;
  if (std::ranges::find(secret_write_actions, action) != secret_write_actions.end())
    secret_writes += times;
  if (is_backup(service, call, facts)) backups += times;
  if (std::ranges::find(model_actions, action) != model_actions.end()) model_calls += times;
  service_bits |= std::uint64_t{1} << (hash64(service) % 64);
}

void ClassEvidence::merge(const ClassEvidence& other) {
  calls += other.calls;
  lookups += other.lookups;
  secret_reads += other.secret_reads;
  secret_writes += other.secret_writes;
  backups += other.backups;
  model_calls += other.model_calls;
  service_bits |= other.service_bits;
}

int ClassEvidence::services() const { return std::popcount(service_bits); }

ClassGuess guess_class(const ClassEvidence& e) {
  if (e.calls < calls_min)
    return {IdentityClass::unknown,
            fmt::format("only {} calls so far; {} are needed for a guess", e.calls, calls_min)};

  auto because = [&e](std::uint64_t part, std::string_view what) {
    return fmt::format("{:.0f} % of {} calls {}", 100 * share(part, e.calls), e.calls, what);
  };
  // An agent asks a model and acts on the answer; a mere client of models has no tools.
  const std::uint64_t others = e.calls - e.model_calls;
  if (share(e.model_calls, e.calls) >= 0.1 && share(others, e.calls) >= 0.1 && e.services() >= 2)
    return {IdentityClass::ai_agent, because(e.model_calls, "ask a model, the others use tools")};
  // Honest readers of secrets outnumber managers by far, and never write them.
  if (share(e.secret_writes, e.calls) >= 0.2 &&
      share(e.secret_writes + e.secret_reads, e.calls) >= 0.6)
    return {IdentityClass::secret_manager, because(e.secret_writes, "store or rotate secrets")};
  if (share(e.backups, e.calls) >= 0.5)
    return {IdentityClass::backup, because(e.backups, "make or keep copies")};
  if (share(e.lookups, e.calls) >= 0.9 && e.services() >= monitoring_services_min)
    return {IdentityClass::monitoring,
            because(e.lookups, fmt::format("look around, in {} services", e.services()))};
  return {IdentityClass::unknown, fmt::format("no trait prevails in {} calls", e.calls)};
}

}  // namespace gait::identity
