#include "formats/cloudtrail_fields.h"

namespace gait::formats {
namespace {

struct ParamName {
  std::string_view name;
  Param param;
};

// The request parameters we know. Services differ in the case of the first letter.
constexpr ParamName param_names[] = {
    {"secretId", Param::secret_id},
    {"bucketName", Param::bucket_name},
    {"functionName", Param::function_name},
    {"instanceId", Param::instance_id},
    {"tableName", Param::table_name},
    {"roleArn", Param::role_arn},
    {"policyArn", Param::policy_arn},
    {"keyId", Param::key_id},
    {"topicArn", Param::topic_arn},
    {"queueUrl", Param::queue_url},
    {"resourceArn", Param::resource_arn},
    {"roleName", Param::role_name},
    {"userName", Param::user_name},
    {"groupName", Param::group_name},
    {"accessKeyId", Param::access_key_id},
    {"policyName", Param::policy_name},
    {"clusterName", Param::cluster_name},
    {"cluster", Param::cluster_name},
    {"stackName", Param::stack_name},
    {"repositoryName", Param::repository_name},
    {"trailName", Param::trail_name},
    {"documentName", Param::document_name},
    {"modelId", Param::model_id},
    {"dBInstanceIdentifier", Param::db_instance},
    {"snapshotId", Param::snapshot_id},
    {"volumeId", Param::volume_id},
    {"imageId", Param::image_id},
    {"groupId", Param::group_id},
    {"logGroupName", Param::log_group_name},
    {"instanceProfileName", Param::instance_profile_name},
    {"name", Param::name},
    {"targetPrincipal", Param::target_principal},
    {"key", Param::object_key},
    {"roleSessionName", Param::role_session_name},
    {"durationSeconds", Param::duration_seconds},
    {"status", Param::status},
    {"overwrite", Param::overwrite},
};

constexpr std::uint64_t first_letter_lower = 0x20;

// One slot per name by a hash of its first 8 bytes and length: a key that is none of ours costs
// one comparison. The table is laid out, and proved free of collisions, by the compiler.
constexpr std::size_t slot_count = 512;

constexpr std::size_t slot_of(std::uint64_t head, std::size_t length) {
  return static_cast<std::size_t>(
      ((head | first_letter_lower) * 0x9e3779b97f4a7c15ULL + length * 0xcd613e30d8f16adfULL) >> 55);
}

struct Slots {
  std::uint8_t index[slot_count];  // 1 + place in param_names
};

constexpr Slots make_slots() {
  Slots slots{};
  std::uint8_t place = 0;
  for (const ParamName& entry : param_names) {
    std::uint8_t& slot = slots.index[slot_of(key_head(entry.name), entry.name.size())];
    if (slot != 0) throw "two parameter names share a slot";
    slot = ++place;
  }
  return slots;
}

constexpr Slots slots = make_slots();

const ParamName* find_param(const JsonKey& key) {
  const std::uint8_t place = slots.index[slot_of(key.head, key.text.size())];
  if (place == 0) return nullptr;
  const ParamName& entry = param_names[place - 1];
  if (key.text.size() != entry.name.size()) return nullptr;
  if ((key.text[0] | 0x20) != entry.name[0]) return nullptr;
  return key.text.substr(1) == entry.name.substr(1) ? &entry : nullptr;
}

void add_param(CloudTrailFields& fields, Param param, std::string_view value) {
  if (value.empty() || fields.param_count == CloudTrailFields::params_max) return;
  fields.params[fields.param_count++] = {param, value};
}

// Counts the elements; the first string, or string member named `name`, becomes the parameter.
bool read_list(JsonWalk& walk, CloudTrailFields& fields, Param param, std::string_view name) {
  std::uint32_t count = 0;
  const bool whole = walk.array([&] {
    std::string_view value;
    const bool is_first = count++ == 0;
    if (!is_first || walk.peek() == '"') {
      const bool read = walk.text(value);
      if (is_first) add_param(fields, param, value);
      return read;
    }
    if (walk.peek() != '{') return walk.skip();
    const bool read = walk.object(
        [&](const JsonKey& key) { return key.is(name) ? walk.text(value) : walk.skip(); });
    add_param(fields, param, value);
    return read;
  });
  if (count > fields.items) fields.items = count;
  return whole;
}

// {"items":[{"instanceId":".."},..]} and {"objects":[{"key":".."},..]}, the batch forms of EC2, S3.
bool read_set(JsonWalk& walk, CloudTrailFields& fields, Param param, std::string_view list,
              std::string_view name) {
  if (walk.peek() != '{') return walk.skip();
  return walk.object([&](const JsonKey& key) {
    if (key.is(list) && walk.peek() == '[') return read_list(walk, fields, param, name);
    return walk.skip();
  });
}

bool read_tag(JsonWalk& walk, CloudTrailFields& fields) {
  if (walk.peek() != '{') return walk.skip();
  std::string_view name, value;
  const bool whole = walk.object([&](const JsonKey& key) {
    if (key.is("key")) return walk.text(name);
    return key.is("value") ? walk.text(value) : walk.skip();
  });
  if (name == "kubernetes-namespace") fields.pod_namespace = value;
  if (name == "kubernetes-service-account") fields.pod_account = value;
  return whole;
}

bool read_batch_or_skip(JsonWalk& walk, const JsonKey& key, CloudTrailFields& fields) {
  const char c = walk.peek();
  if (c == '[') {
    if (key.is("instanceIds")) return read_list(walk, fields, Param::instance_id, "");
    if (key.is("names")) return read_list(walk, fields, Param::name, "");
    if (key.is("secretIdList") || key.is("SecretIdList"))
      return read_list(walk, fields, Param::secret_id, "");
    if (key.is("tags") && fields.event_source == "sts.amazonaws.com")
      return walk.array([&] { return read_tag(walk, fields); });
  }
  if (c == '{') {
    if (key.is("instancesSet"))
      return read_set(walk, fields, Param::instance_id, "items", "instanceId");
    if (key.is("delete")) return read_set(walk, fields, Param::object_key, "objects", "key");
  }
  return walk.skip();
}

}  // namespace

bool read_params(JsonWalk& walk, CloudTrailFields& fields) {
  if (walk.peek() != '{') return walk.skip();
  return walk.object([&](const JsonKey& key) {
    const char c = walk.peek();
    if (c == '{' || c == '[') return read_batch_or_skip(walk, key, fields);
    const ParamName* known = find_param(key);
    if (known == nullptr) return walk.skip();
    std::string_view value;
    if (!walk.scalar(value)) return false;
    if (value != "null") add_param(fields, known->param, value);
    return true;
  });
}

}  // namespace gait::formats
