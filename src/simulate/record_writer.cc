#include "simulate/record_writer.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

struct Failure {
  std::string code, message;
};

// Replaces the placeholders of a pattern (operation.h); a `$` before anything else stays.
std::string expand(std::string_view pattern, const Session& session, const Call& call,
                   Random& random) {
  const std::string_view resource = call.resource;
  const std::size_t bar = resource.find('|');
  std::string out;
  out.reserve(pattern.size() + 64);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '$' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'x':
        append_escaped(out, resource);
        break;
      case '1':
        append_escaped(out, resource.substr(0, bar));
        break;
      case '2':
        if (bar != std::string_view::npos) append_escaped(out, resource.substr(bar + 1));
        break;
      case 'r':
        out += session.region;
        break;
      case 'a':
        out += session.account;
        break;
      case 'h':
        out += base32_id(hash64(resource), 6);
        break;
      case 'u':
        out += uuid(random);
        break;
      default:
        out += '$', out += pattern[i];
    }
  }
  return out;
}

std::string missing_code(std::string_view service) {
  if (service == "s3") return "NoSuchKey";
  if (service == "ec2") return "Client.InvalidInstanceID.NotFound";
  if (service == "iam") return "NoSuchEntityException";
  if (service == "ssm") return "ParameterNotFound";
  if (service == "ecr") return "ImageNotFoundException";
  return "ResourceNotFoundException";
}

std::string throttled_code(std::string_view service) {
  if (service == "s3") return "SlowDown";
  if (service == "ec2") return "Client.RequestLimitExceeded";
  if (service == "lambda") return "TooManyRequestsException";
  return "ThrottlingException";
}

Failure failure_of(const Session& session, const Call& call) {
  const std::string_view service = call.operation->service;
  switch (call.outcome) {
    case Outcome::success:
      return {};
    case Outcome::denied: {
      std::string message = fmt::format(
          "User: {} is not authorized to perform: {}:{} on resource: {} because no identity-based "
          "policy allows the {}:{} action",
          session.arn, service, call.operation->name, call.resource.empty() ? "*" : call.resource,
          service, call.operation->name);
      return {service == "ec2" ? "Client.UnauthorizedOperation" : "AccessDenied",
              std::move(message)};
    }
    case Outcome::throttled:
      return {throttled_code(service), "Rate exceeded"};
    case Outcome::not_found:
      return {missing_code(service), "The requested resource does not exist."};
    case Outcome::error:
      return {"InternalFailure", "An internal error occurred."};
  }
  return {};
}

// What S3 adds to its data events.
std::string object_facts(const Call& call, Random& random) {
  const bool moved = call.outcome == Outcome::success;
  const bool inward = !call.operation->read_only;
  return fmt::format(
      R"({{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256",)"
      R"("bytesTransferredIn":{},"SSEApplied":"SSE_S3","AuthenticationMethod":"AuthHeader",)"
      R"("x-amz-id-2":"{}","bytesTransferredOut":{}}})",
      moved && inward ? call.bytes : 0, base32_id(random.next(), 56),
      moved && !inward ? call.bytes : 0);
}

void append_field(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":\"";
  append_escaped(out, text);
  out += '"';
}

void append_json(std::string& out, std::string_view name, std::string_view json) {
  out += ",\"";
  out += name;
  out += "\":";
  out += json.empty() ? "null" : json;
}

}  // namespace

Record to_record(Timestamp time, const Fields& fields, Random& random) {
  Record record{time, std::string(fields.account), std::string(fields.region), uuid(random), {}};
  std::string& out = record.json;
  out.reserve(1'600);
  out += R"({"eventVersion":"1.11","userIdentity":)";
  out += fields.user_identity;
  append_field(out, "eventTime", to_rfc3339(time));
  append_field(out, "eventSource", std::string(fields.service) + ".amazonaws.com");
  append_field(out, "eventName", fields.name);
  append_field(out, "awsRegion", fields.region);
  append_field(out, "sourceIPAddress", fields.address);
  append_field(out, "userAgent", fields.agent);
  append_field(out, "errorCode", fields.error_code);
  append_field(out, "errorMessage", fields.error_message);
  append_json(out, "requestParameters", fields.parameters);
  append_json(out, "responseElements", fields.response);
  if (!fields.additional.empty()) append_json(out, "additionalEventData", fields.additional);
  append_field(out, "requestID", uuid(random));
  append_field(out, "eventID", record.event);
  append_json(out, "readOnly", fields.read_only ? "true" : "false");
  if (!fields.resources.empty())
    append_json(out, "resources", '[' + std::string(fields.resources) + ']');
  append_field(out, "eventType", "AwsApiCall");
  append_json(out, "managementEvent", fields.data ? "false" : "true");
  append_field(out, "recipientAccountId", fields.account);
  append_field(out, "sharedEventID", fields.shared_event);
  if (!fields.endpoint.empty()) {
    append_field(out, "vpcEndpointId", fields.endpoint);
    append_field(out, "vpcEndpointAccountId", fields.account);
  }
  append_field(out, "eventCategory", fields.data ? "Data" : "Management");
  if (fields.tls)
    append_json(out, "tlsDetails",
                fmt::format(R"({{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256",)"
                            R"("clientProvidedHostHeader":"{}.{}.amazonaws.com"}})",
                            fields.service, fields.region));
  if (fields.console) append_field(out, "sessionCredentialFromConsole", "true");
  out += '}';
  return record;
}

Record to_record(const Session& session, const Call& call, Random& random) {
  const Operation& operation = *call.operation;
  const Failure failure = failure_of(session, call);
  const bool object = operation.plane == Operation::Plane::object;
  const std::string parameters = expand(operation.parameters, session, call, random);
  const std::string resources = expand(operation.resources, session, call, random);
  const std::string response = call.outcome == Outcome::success
                                   ? expand(operation.response, session, call, random)
                                   : std::string();
  const std::string additional = object ? object_facts(call, random) : std::string();
  return to_record(call.time,
                   {.user_identity = session.user_identity,
                    .service = operation.service,
                    .name = operation.name,
                    .region = operation.global ? "us-east-1" : std::string_view(session.region),
                    .account = session.account,
                    .address = session.address,
                    .agent = session.agent,
                    .error_code = failure.code,
                    .error_message = failure.message,
                    .parameters = parameters,
                    .response = response,
                    .additional = additional,
                    .resources = resources,
                    .endpoint = operation.global ? std::string_view() : session.endpoint,
                    .read_only = operation.read_only,
                    .data = operation.plane != Operation::Plane::management,
                    .console = session.console},
                   random);
}

Record to_decrypt_echo(const Session& session, const Call& call, Random& random) {
  const std::string host = std::string(call.operation->decrypted_by) + ".amazonaws.com";
  std::string user_identity = session.user_identity;
  user_identity.pop_back();
  append_field(user_identity, "invokedBy", host);
  user_identity += '}';
  const bool secret = call.operation->decrypted_by == "secretsmanager";
  const std::string parameters = expand(
      secret ? R"({"encryptionContext":{"SecretARN":"arn:aws:secretsmanager:$r:$a:secret:$x-$h",)"
               R"("SecretVersionId":"$u"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"})"
             : R"({"encryptionContext":{"PARAMETER_ARN":"arn:aws:ssm:$r:$a:parameter$x"},)"
               R"("encryptionAlgorithm":"SYMMETRIC_DEFAULT"})",
      session, call, random);
  const std::string resources = fmt::format(
      R"({{"accountId":"{}","type":"AWS::KMS::Key","ARN":"arn:aws:kms:{}:{}:key/{}"}})",
      session.account, session.region, session.account,
      secret ? "5f0c3a52-6f0e-4f0a-9a57-2f6f0c8d1e11" : "8d2b7c10-1d7a-4d8e-b1d4-6a2e90c7f322");
  return to_record(call.time,
                   {.user_identity = user_identity,
                    .service = "kms",
                    .name = "Decrypt",
                    .region = session.region,
                    .account = session.account,
                    .address = host,
                    .agent = host,
                    .parameters = parameters,
                    .resources = resources,
                    .tls = false},
                   random);
}

std::string expand_resource(std::string_view pattern, Timestamp time, Random& random) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '$' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'n':
        out += fmt::format("{:04}", random.below(10'000));
        break;
      case 'd':
        out += to_date_path(time);
        break;
      case 'm':
        out += to_last_month_path(time);
        break;
      default:
        out += '$', out += pattern[i];
    }
  }
  return out;
}

}  // namespace gait::simulate
