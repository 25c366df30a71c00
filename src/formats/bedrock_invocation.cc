// Model invocation logging of Amazon Bedrock.
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
#include <fmt/format.h>

#include "formats/agent_caller.h"
#include "formats/all_formats.h"
#include "formats/aws_arn.h"
#include "formats/cloudtrail_principal.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  request_id,
  timestamp,
  account,
  region,
  arn,
  operation,
  model,
  error,
  stop_reason,
  guardrail,
};

// The type that CloudTrail has for the caller of this ARN.
std::string_view type_of(const AwsArn& caller) {
  if (caller.resource.starts_with("assumed-role/")) return "AssumedRole";
  if (caller.resource.starts_with("role/")) return "Role";
  if (caller.resource.starts_with("federated-user/")) return "FederatedUser";
  return caller.resource == "root" ? "Root" : "IAMUser";
}

bool is_blocked(const Fields& f) {
  return f.is(guardrail, "INTERVENED") || f.is(stop_reason, "guardrail_intervened");
}

class BedrockInvocation final : public JsonFormat {
 public:
  BedrockInvocation() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "bedrock_invocation";
    marks = {{{"schemaType", "ModelInvocationLog"}}};
    fields = {
        {"requestId"},
        {"timestamp"},
        {"accountId", who},
        {"region"},
        {"identity.arn", who},
        {"operation", what},
        {"modelId", on},
        {"errorCode"},
        {"output.outputBodyJson.stopReason"},
        {"output.outputBodyJson['amazon-bedrock-guardrailAction']"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(operation) && f.has(model); }

  // The same identity as CloudTrail has for the call.
  Caller caller(const Fields& f) const override {
    const AwsArn parts = parse_arn(f[arn]);
    CloudTrailCaller said;
    said.type = type_of(parts);
    said.arn = f[arn];
    said.account_id = parts.account;
    if (said.type == "IAMUser") said.user_name = last_segment(parts.resource);
    // A session's name is behind the role; CloudTrail has it behind the principal's id too.
    const std::string principal_id = fmt::format(":{}", last_segment(parts.resource));
    if (said.type == "AssumedRole") said.principal_id = principal_id;
    CloudTrailPrincipal known = cloudtrail_principal(said, f[account]);
    Caller who;
    who.key = std::move(known.key);
    who.account = std::move(known.account);
    who.workload = std::move(known.workload);
    who.delegator = std::move(known.delegator);
    who.reason = known.reason;
    who.type = known.type;
    who.human = known.human;
    who.weight = known.weight;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.source = "aws_cloudtrail";
    if (f.has(operation)) deed.action = fmt::format("bedrock:{}", f[operation]);
    return deed;
  }

  // The model or inference profile, with or without the ARN around its name.
  std::string resource(const Fields& f) const override {
    return std::string(last_segment(f[model]));
  }

  void tell(const Fields& f, Told& told) const override {
    if (!f.has(operation)) told.malformed = "no `operation`";
    told.event = f.raw(request_id);
    told.time = f.raw(timestamp);
    told.region = f.raw(region);
    if (f.has(error))
      told.outcome = outcome_of_error(f.raw(error));
    else if (is_blocked(f))
      told.outcome = Outcome::denied;
  }
};

}  // namespace

const JsonFormat& bedrock_invocation() {
  static const BedrockInvocation format;
  return format;
}

}  // namespace gait::formats
