#include "formats/cloudtrail_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

constexpr std::size_t resource_bytes_max = 1024;

// The parameter to name the resource by, or null.
const ParamValue* best_param(const CloudTrailFields& fields) {
  const ParamValue* best = nullptr;
  for (std::size_t i = 0; i < fields.param_count; ++i) {
    const ParamValue& candidate = fields.params[i];
    if (candidate.param >= Param::object_key) continue;
    if (best == nullptr || candidate.param < best->param) best = &candidate;
  }
  return best;
}

std::string_view account_of(const CloudTrailFields& fields) {
  return fields.recipient_account.empty() ? fields.caller.account_id : fields.recipient_account;
}

std::string_view service_of(std::string_view event_source) {
  return event_source.substr(0, event_source.find('.'));
}

// `...:secret:prod/db-AbCdEf` without the six random characters.
std::string_view without_secret_suffix(std::string_view arn) {
  const AwsArn parts = parse_arn(arn);
  if (parts.service != "secretsmanager" || arn.size() < 8) return arn;
  const std::string_view suffix = arn.substr(arn.size() - 7);
  const bool random = suffix[0] == '-' && std::all_of(suffix.begin() + 1, suffix.end(), [](char c) {
                        return std::isalnum(static_cast<unsigned char>(c)) != 0;
                      });
  return random ? arn.substr(0, arn.size() - 7) : arn;
}

// `...:function:name:live` without the qualifier.
std::string_view without_qualifier(std::string_view arn) {
  const AwsArn parts = parse_arn(arn);
  constexpr std::string_view function = "function:";
  if (parts.service != "lambda" || !parts.resource.starts_with(function)) return arn;
  const std::size_t colon = parts.resource.find(':', function.size());
  if (colon == std::string_view::npos) return arn;
  return arn.substr(0, arn.size() - (parts.resource.size() - colon));
}

// `arn:aws:s3:::bucket/key` without the key, of which there are too many to be resources.
std::string_view without_object(std::string_view arn) {
  const std::size_t bucket = arn.find(":s3:::");
  return bucket == std::string_view::npos ? arn : arn.substr(0, arn.find('/', bucket));
}

std::string canonical_arn(std::string_view arn) {
  return std::string(without_qualifier(without_secret_suffix(arn)));
}

std::string regional(const CloudTrailFields& fields, std::string_view service,
                     std::string_view kind, std::string_view name) {
  return fmt::format("arn:{}:{}:{}:{}:{}{}", partition_of_region(fields.region), service,
                     fields.region, account_of(fields), kind, name);
}

std::string of_iam(const CloudTrailFields& fields, std::string_view kind, std::string_view name) {
  if (fields.event_source != "iam.amazonaws.com")
    return regional(fields, service_of(fields.event_source), kind, name);
  return fmt::format("arn:{}:iam::{}:{}{}", partition_of_region(fields.region), account_of(fields),
                     kind, name);
}

std::string of_name(const CloudTrailFields& fields, std::string_view name) {
  if (fields.event_source != "ssm.amazonaws.com")
    return regional(fields, service_of(fields.event_source), "", name);
  return regional(fields, "ssm", name.starts_with('/') ? "parameter" : "parameter/", name);
}

std::string of_param(const CloudTrailFields& fields, Param param, std::string_view name) {
  if (name.starts_with("arn:")) return canonical_arn(name);
  switch (param) {
    case Param::secret_id:
      return regional(fields, "secretsmanager", "secret:", name);
    case Param::bucket_name:
      return fmt::format("arn:{}:s3:::{}", partition_of_region(fields.region), name);
    case Param::function_name:
      return regional(fields, "lambda", "function:", name.substr(name.rfind(':') + 1));
    case Param::instance_id:
      return regional(fields, "ec2", "instance/", name);
    case Param::table_name:
      return regional(fields, service_of(fields.event_source), "table/", name);
    case Param::key_id:
      return regional(fields, "kms", name.starts_with("alias/") ? "" : "key/", name);
    case Param::role_name:
      return of_iam(fields, "role/", name);
    case Param::user_name:
      return of_iam(fields, "user/", name);
    case Param::group_name:
      return of_iam(fields, "group/", name);
    case Param::policy_name:
      return of_iam(fields, "policy/", name);
    case Param::access_key_id:
      return of_iam(fields, "access-key/", name);
    case Param::instance_profile_name:
      return of_iam(fields, "instance-profile/", name);
    case Param::queue_url:
      return regional(fields, "sqs", "", last_segment(name));
    case Param::snapshot_id:
      return regional(fields, "ec2", "snapshot/", name);
    case Param::volume_id:
      return regional(fields, "ec2", "volume/", name);
    case Param::image_id:
      return regional(fields, "ec2", "image/", name);
    case Param::cluster_name:
      return regional(fields, service_of(fields.event_source), "cluster/", name);
    case Param::stack_name:
      return regional(fields, "cloudformation", "stack/", name);
    case Param::role_arn:
    case Param::policy_arn:
    case Param::topic_arn:
    case Param::resource_arn:
    case Param::repository_name:
    case Param::trail_name:
    case Param::document_name:
    case Param::model_id:
    case Param::db_instance:
    case Param::group_id:
    case Param::log_group_name:
    case Param::name:
    case Param::target_principal:
    case Param::object_key:
    case Param::role_session_name:
    case Param::duration_seconds:
    case Param::status:
    case Param::overwrite:
      return of_name(fields, name);
  }
  return {};
}

}  // namespace

std::string cloudtrail_resource(const CloudTrailFields& fields) {
  std::string scratch, resource;
  if (!fields.resource_arn.empty()) {
    resource = canonical_arn(unescape(without_object(fields.resource_arn), scratch));
  } else if (const ParamValue* best = best_param(fields)) {
    resource = of_param(fields, best->param, unescape(best->value, scratch));
  }
  if (resource.size() > resource_bytes_max) resource.resize(resource_bytes_max);
  return resource;
}

std::uint64_t cloudtrail_resource_hash(const CloudTrailFields& fields) {
  if (!fields.resource_arn.empty()) return hash64(without_object(fields.resource_arn));
  const ParamValue* best = best_param(fields);
  if (best == nullptr) return 0;
  std::uint64_t hash = hash64(best->value, 1 + static_cast<std::uint64_t>(best->param));
  hash = hash_combine(hash, hash64(account_of(fields)));
  hash = hash_combine(hash, hash64(fields.region));
  return hash_combine(hash, hash64(fields.event_source));
}

std::uint32_t cloudtrail_item(const CloudTrailFields& fields) {
  if (fields.event_source != "s3.amazonaws.com") return 0;
  std::string_view object = fields.param(Param::object_key);
  if (object.empty()) {
    object = fields.resource_arn;
    object.remove_prefix(without_object(object).size());
    if (!object.empty()) object.remove_prefix(1);
  }
  if (object.empty()) return 0;
  std::string scratch;
  const auto hash = static_cast<std::uint32_t>(hash64(unescape(object, scratch)));
  return hash == 0 ? 1 : hash;
}

}  // namespace gait::formats
