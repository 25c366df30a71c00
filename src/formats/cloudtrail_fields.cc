#include "formats/cloudtrail_fields.h"

namespace gait::formats {
namespace {

// Takes the member when its whole key is `name` (the switch saw its first 8 bytes only). Inlined,
// so that the comparison is one of constant length.
[[gnu::always_inline]] inline bool take(JsonWalk& walk, const JsonKey& key, std::string_view name,
                                        std::string_view& value) {
  return key.is(name) ? walk.text(value) : walk.skip();
}

[[gnu::always_inline]] inline bool take_scalar(JsonWalk& walk, const JsonKey& key,
                                               std::string_view name, std::string_view& value) {
  return key.is(name) ? walk.scalar(value) : walk.skip();
}

// Reads an object member by member; any other value is moved past.
template <class OnValue>
bool members(JsonWalk& walk, OnValue&& on_value) {
  return walk.peek() == '{' ? walk.object(on_value) : walk.skip();
}

bool read_issuer(JsonWalk& walk, CloudTrailCaller& caller) {
  return members(walk, [&](const JsonKey& key) {
    switch (key.head) {
      case key_head("type"):
        return walk.text(caller.issuer_type);
      case key_head("principalId"):
        return take(walk, key, "principalId", caller.issuer_principal_id);
      case key_head("arn"):
        return walk.text(caller.issuer_arn);
      case key_head("accountId"):
        return take(walk, key, "accountId", caller.issuer_account);
      case key_head("userName"):
        return take(walk, key, "userName", caller.issuer_name);
      default:
        return walk.skip();
    }
  });
}

bool read_session(JsonWalk& walk, CloudTrailCaller& caller) {
  return members(walk, [&](const JsonKey& key) {
    switch (key.head) {
      case key_head("sessionIssuer"):
        return key.is("sessionIssuer") ? read_issuer(walk, caller) : walk.skip();
      case key_head("webIdFederationData"):
        return members(walk, [&](const JsonKey& inner) {
          return take(walk, inner, "federatedProvider", caller.federated_provider);
        });
      case key_head("attributes"):
        return members(walk, [&](const JsonKey& inner) {
          return take(walk, inner, "mfaAuthenticated", caller.mfa);
        });
      case key_head("sourceIdentity"):
        return take(walk, key, "sourceIdentity", caller.source_identity);
      default:
        return walk.skip();
    }
  });
}

bool read_on_behalf(JsonWalk& walk, CloudTrailCaller& caller) {
  return members(walk, [&](const JsonKey& key) {
    if (key.is("userId")) return walk.text(caller.on_behalf_user);
    return take(walk, key, "identityStoreArn", caller.identity_store);
  });
}

bool read_caller(JsonWalk& walk, CloudTrailCaller& caller) {
  return members(walk, [&](const JsonKey& key) {
    switch (key.head) {
      case key_head("type"):
        return walk.text(caller.type);
      case key_head("principalId"):
        return take(walk, key, "principalId", caller.principal_id);
      case key_head("arn"):
        return walk.text(caller.arn);
      case key_head("accountId"):
        return take(walk, key, "accountId", caller.account_id);
      case key_head("accessKeyId"):
        return take(walk, key, "accessKeyId", caller.access_key_id);
      case key_head("userName"):
        return take(walk, key, "userName", caller.user_name);
      case key_head("invokedBy"):
        return take(walk, key, "invokedBy", caller.invoked_by);
      case key_head("sessionContext"):
        return read_session(walk, caller);
      case key_head("identityProvider"):
        return take(walk, key, "identityProvider", caller.identity_provider);
      case key_head("credentialId"):
        return take(walk, key, "credentialId", caller.credential_id);
      case key_head("onBehalfOf"):
        return read_on_behalf(walk, caller);
      default:
        return walk.skip();
    }
  });
}

// Of several resources the most specific: a later one that continues the first.
bool read_resources(JsonWalk& walk, std::string_view& arn) {
  if (walk.peek() != '[') return walk.skip();
  return walk.array([&] {
    std::string_view next;
    const bool whole = members(walk, [&](const JsonKey& key) {
      return key.is("ARN") || key.is("arn") ? walk.text(next) : walk.skip();
    });
    if (arn.empty() || (next.size() > arn.size() && next.starts_with(arn))) arn = next;
    return whole;
  });
}

bool read_response(JsonWalk& walk, CloudTrailFields& fields) {
  return members(walk, [&](const JsonKey& key) {
    switch (key.head) {
      case key_head("credentials"):
        return members(walk, [&](const JsonKey& inner) {
          if (inner.is("accessKeyId")) return walk.text(fields.minted_key);
          return take(walk, inner, "expiration", fields.minted_expiration);
        });
      case key_head("assumedRoleUser"):
        return members(walk, [&](const JsonKey& inner) {
          return take(walk, inner, "arn", fields.assumed_arn);
        });
      case key_head("accessKey"):
        return members(walk, [&](const JsonKey& inner) {
          if (inner.is("accessKeyId")) return walk.text(fields.created_key);
          return take(walk, inner, "userName", fields.created_for);
        });
      case key_head("subjectFromWebIdentityToken"):
        return take(walk, key, "subjectFromWebIdentityToken", fields.minted_subject);
      case key_head("ConsoleLogin"):
        return take(walk, key, "ConsoleLogin", fields.console_login);
      case key_head("role"):
        return walk.text(fields.response_role);
      default:
        return walk.skip();
    }
  });
}

bool read_extra(JsonWalk& walk, CloudTrailFields& fields) {
  return members(walk, [&](const JsonKey& key) {
    if (key.head == key_head("bytesTransferredIn")) {
      if (key.is("bytesTransferredIn")) return walk.scalar(fields.bytes_in);
      return take_scalar(walk, key, "bytesTransferredOut", fields.bytes_out);
    }
    if (key.is("SecretId")) return walk.text(fields.service_secret);
    return walk.skip();
  });
}

}  // namespace

// Of requestParameters; in cloudtrail_params.cc.
bool read_params(JsonWalk& walk, CloudTrailFields& fields);

namespace {

bool read_member(JsonWalk& walk, const char* text, const JsonKey& key, CloudTrailFields& fields);

bool read_envelope_member(JsonWalk& walk, const char* text, const JsonKey& key,
                          CloudTrailFields& fields) {
  if (key.is("detail"))
    return members(walk, [&](const JsonKey& inner) {
      if (inner.is("detail")) return walk.skip();
      return read_member(walk, text, inner, fields);
    });
  if (key.text.starts_with("digestStart")) fields.is_digest = true;
  return walk.skip();
}

bool read_identity(JsonWalk& walk, const char* text, CloudTrailFields& fields) {
  const std::size_t from = walk.offset();
  if (walk.peek() != '{') return walk.skip();
  if (!read_caller(walk, fields.caller)) return false;
  fields.identity_text = {text + from, walk.end_offset() - from};
  return true;
}

// The keys of a record, in the order CloudTrail writes them.
bool read_member(JsonWalk& walk, const char* text, const JsonKey& key, CloudTrailFields& fields) {
  switch (key.head) {
    case key_head("userIdentity"):
      return key.is("userIdentity") ? read_identity(walk, text, fields) : walk.skip();
    case key_head("eventTime"):
      return take(walk, key, "eventTime", fields.event_time);
    case key_head("eventSource"):
      return take(walk, key, "eventSource", fields.event_source);
    case key_head("eventName"):
      return take(walk, key, "eventName", fields.event_name);
    case key_head("awsRegion"):
      return take(walk, key, "awsRegion", fields.region);
    case key_head("sourceIPAddress"):
      return take(walk, key, "sourceIPAddress", fields.source_ip);
    case key_head("userAgent"):
      return take(walk, key, "userAgent", fields.user_agent);
    case key_head("errorCode"):
      return take(walk, key, "errorCode", fields.error_code);
    case key_head("errorMessage"):
      return take(walk, key, "errorMessage", fields.error_message);
    case key_head("requestParameters"):
      return key.is("requestParameters") ? read_params(walk, fields) : walk.skip();
    case key_head("responseElements"):
      return key.is("responseElements") ? read_response(walk, fields) : walk.skip();
    case key_head("additionalEventData"):
      return key.is("additionalEventData") ? read_extra(walk, fields) : walk.skip();
    case key_head("serviceEventDetails"):
      return key.is("serviceEventDetails") ? read_extra(walk, fields) : walk.skip();
    case key_head("eventID"):
      return walk.text(fields.event_id);
    case key_head("resources"):
      return key.is("resources") ? read_resources(walk, fields.resource_arn) : walk.skip();
    case key_head("eventType"):
      return take(walk, key, "eventType", fields.event_type);
    case key_head("recipientAccountId"):
      return take(walk, key, "recipientAccountId", fields.recipient_account);
    case key_head("sharedEventID"):
      return take(walk, key, "sharedEventID", fields.shared_event_id);
    case key_head("vpcEndpointId"):
      return take(walk, key, "vpcEndpointId", fields.vpc_endpoint);
    case key_head("eventCategory"):
      return take(walk, key, "eventCategory", fields.event_category);
    case key_head("sessionCredentialFromConsole"):
      return take_scalar(walk, key, "sessionCredentialFromConsole", fields.console_session);
    case key_head("eventVersion"):
    case key_head("requestID"):
    case key_head("readOnly"):
    case key_head("managementEvent"):
    case key_head("tlsDetails"):
      return walk.skip();
    default:
      return read_envelope_member(walk, text, key, fields);
  }
}

}  // namespace

bool read_fields(JsonWalk& walk, const char* text, CloudTrailFields& fields) {
  const std::size_t from = walk.offset();
  const bool whole =
      walk.object([&](const JsonKey& key) { return read_member(walk, text, key, fields); });
  if (!whole) return false;
  fields.record = {text + from, walk.end_offset() - from};
  return true;
}

}  // namespace gait::formats
