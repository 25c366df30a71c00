// OCSF events of any class as JSON, as Amazon Security Lake and others give them out:
// https://schema.ocsf.io. Numbers decide, since captions are free text.
#include <fmt/format.h>

#include <algorithm>

#include "formats/all_formats.h"
#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  class_uid,
  type_uid,
  time,
  event,
  vendor,
  operation,
  event_code,
  type_name,
  service,
  user_uid,
  user_name,
  user_type,
  invoked_by,
  user_account,
  cloud_account,
  issuer,
  credential,
  session,
  resource_uid,
  entity,
  address,
  svc_name,
  user_agent,
  region,
  status,
  error_code,
  bytes,
  command,
};

bool is_aws(const Fields& f) {
  return f.is(vendor, "AWS") || f.raw(user_uid).starts_with("arn:aws");
}

// The caller of CloudTrail, under the key that CloudTrail itself gives it.
bool name_aws_caller(const Fields& f, Caller& who) {
  const std::string_view arn = f.has(issuer) ? f[issuer] : f[user_uid];
  const AwsArn parts = parse_arn(arn);
  const std::string_view role = role_name_of_arn(arn);
  const bool is_user = parts.resource.starts_with("user/");
  if (role.empty() && !is_user) return false;
  who.key = fmt::format("aws:{}/{}/{}", parts.account, is_user ? "user" : "role",
                        is_user ? last_segment(parts.resource) : role);
  who.type = is_user ? PrincipalType::api_key : PrincipalType::role;
  who.reason = "an AWS principal, as OCSF names it";
  return true;
}

void name_caller(const Fields& f, Caller& who) {
  if (is_aws(f) && name_aws_caller(f, who)) return;
  if (!f.has(user_uid) && !f.has(user_name)) {
    who.key = f.has(invoked_by) ? fmt::format("ocsf:service/{}", f[invoked_by]) : "ocsf:unknown";
    who.type = f.has(invoked_by) ? PrincipalType::cloud_service : PrincipalType::unknown;
    who.reason = "the record names no user";
    return;
  }
  who.key = fmt::format("ocsf:{}/{}", f.has(user_account) ? f[user_account] : f.scope(),
                        f.either(user_uid, user_name));
  // type_id: 1 user, 2 admin, 3 system, 4 service.
  const bool is_person = f.is(user_type, "1") || f.is(user_type, "2");
  const bool is_machine = f.is(user_type, "3") || f.is(user_type, "4");
  who.type = is_machine  ? PrincipalType::service_account
             : is_person ? PrincipalType::human
                         : PrincipalType::unknown;
  who.human = is_machine ? Human::no : is_person ? Human::yes : Human::unknown;
  who.reason = "the type of user that the record states";
}

// activity_id of API Activity and its like, the last two digits of type_uid: 1 create, 2 read,
// 3 update, 4 delete. In other classes the digits mean other things.
Access access_of(const Fields& f) {
  const std::string_view type = f.raw(type_uid);
  if (!type.starts_with("6003") && !type.starts_with("6005") && !type.starts_with("6001"))
    return Access::unknown;
  if (type.ends_with("02")) return Access::read;
  return type.ends_with("00") || type.ends_with("99") ? Access::unknown : Access::write;
}

Outcome outcome_of(const Fields& f) {
  const std::string_view code = f.raw(error_code);
  const bool says_denied = code.find("AccessDenied") != std::string_view::npos ||
                           code.find("Unauthorized") != std::string_view::npos || code == "403" ||
                           code == "401";
  if (says_denied) return Outcome::denied;
  if (!f.is(status, "2")) return Outcome::success;
  // A failed sign-in was refused; of another failure nobody says why.
  const bool is_access = f.is(class_uid, "3002") || f.is(class_uid, "3003");
  return is_access ? Outcome::denied : Outcome::error;
}

class Ocsf final : public JsonFormat {
 public:
  Ocsf() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "ocsf";
    marks = {{{"class_uid", ""}, {"category_uid", ""}},
             {{"type_uid", ""}, {"metadata.product", ""}}};
    fields = {
        {"class_uid"},
        {"type_uid", what},
        {"time|time_dt"},
        {"metadata.uid"},
        {"cloud.provider|metadata.product.vendor_name", who | what},
        {"api.operation", what},
        {"metadata.event_code", what},
        {"type_name|class_name", what},
        {"api.service.name", what},
        {"actor.user.uid|user.uid", who},
        {"actor.user.name|actor.user.email_addr|user.name|actor.app_name|actor.app_uid", who},
        {"actor.user.type_id|user.type_id", who},
        {"actor.invoked_by", who},
        {"actor.user.account.uid|actor.user.account.name", who},
        {"cloud.account.uid", who},
        {"actor.session.issuer", who},
        {"actor.user.credential_uid|actor.session.credential_uid", who},
        {"actor.session.uid", who},
        {"resources[0].uid|resources[0].name|resource.uid|resource.name", on},
        {"entity.uid|web_resources[0].uid|web_resources[0].name|dst_endpoint.hostname|dst_endpoint."
         "ip|group.uid|privileges[0]",
         on},
        {"src_endpoint.ip"},
        {"src_endpoint.domain|src_endpoint.svc_name|src_endpoint.name"},
        {"http_request.user_agent"},
        {"cloud.region"},
        {"status_id"},
        {"api.response.error|api.response.code|status_code"},
        {"traffic.bytes|traffic.bytes_out"},
        {"process.cmd_line|query_info.query_string", what},
    };
  }

  bool owns(const Fields& f) const override { return f.has(class_uid) || f.has(type_uid); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.either(cloud_account, user_account);
    name_caller(f, who);
    who.credential = f[credential];
    who.session = f[session];
    if (f.raw(credential).starts_with("AKIA")) who.credential_kind = CredentialKind::long_lived;
    if (f.raw(credential).starts_with("ASIA")) who.credential_kind = CredentialKind::ephemeral;
    if (f.has(invoked_by) && f.has(user_uid))
      who.delegator = fmt::format("aws-svc:{}", f[invoked_by]);
    return who;
  }

  // What CloudTrail calls it where the event is one of AWS, so that the same call is the same
  // action.
  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.access = access_of(f);
    deed.command = f[command];
    std::string_view host = f[service];
    constexpr std::string_view domain = ".amazonaws.com";
    if (is_aws(f) && host.ends_with(domain) && f.has(operation)) {
      deed.source = "aws_cloudtrail";
      host.remove_suffix(domain.size());
      deed.action = fmt::format("{}:{}", host, f[operation]);
      return deed;
    }
    deed.action = f.has(operation) ? f[operation] : f.either(event_code, type_name);
    if (deed.action.empty()) deed.action = fmt::format("type {}", f[type_uid]);
    return deed;
  }

  std::string resource(const Fields& f) const override {
    return std::string(f.either(resource_uid, entity));
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(event);
    told.time = f.raw(time);
    told.address = f.raw(f.has(address) ? address : svc_name);
    told.user_agent = f.raw(user_agent);
    told.region = f.raw(region);
    told.outcome = outcome_of(f);
    told.bytes = f.number(bytes);
  }
};

}  // namespace

const JsonFormat& ocsf() {
  static const Ocsf format;
  return format;
}

}  // namespace gait::formats
