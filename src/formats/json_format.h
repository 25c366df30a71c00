#pragma once

#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/field_table.h"
#include "model/activity.h"
#include "model/change.h"
#include "model/identity.h"

namespace gait::formats {

// Who a record says acted, in words. The key is stable: it never holds a session name, the id of a
// token or an address.
struct Caller {
  std::string key;         // `k8s:prod/sa/orders/api`; empty = the record names nobody
  std::string account;     // cloud account, tenant or organisation
  std::string workload;    // the pod, instance or job behind a shared identity; often empty
  std::string credential;  // id of what was presented, never the secret
  std::string session;     // key of the session; empty = that of the credential
  std::string delegator;   // canonical key of who it acts for, or who gave it its rights
  std::string reason;      // which rule decided `human`, in words
  PrincipalType type = PrincipalType::unknown;
  Human human = Human::unknown;
  std::uint8_t weight = 100;  // how sure `type` and `human` are: 0 a guess, 255 certain
  CredentialKind credential_kind = CredentialKind::unknown;
};

// What was done, as the catalogue calls it.
struct Deed {
  std::string action;               // empty = the record says none
  std::vector<std::string> also;    // other names under which the catalogue may know it
  std::string command;              // a command line that was run, for `shell_command`
  std::string_view source;          // of the catalogue; empty = the name of the format
  Access access = Access::unknown;  // where the record says it; counts when the catalogue does not
};

// A credential that the call made.
struct Minted {
  std::string credential;  // of the child
  std::string identity;    // of the child; empty when the record does not say
  std::string subject;     // the federated subject behind it
  Timestamp expires;       // 0 = never, or not said
  bool long_lived = false;
};

// What the call changed on purpose.
struct Changed {
  ChangeType type = ChangeType::other;
  std::string subject;     // canonical key of the identity it is about
  std::string credential;  // id of the credential it is about
};

// Everything else that one record says. Views must outlive the call: `Fields::raw`, or constants.
// The framework unescapes what it needs.
struct Told {
  std::string_view ignored;    // why the record is no activity, or empty
  std::string_view malformed;  // what is missing, or empty: `no verb`

  std::string_view event;  // the source's id of the record; empty = a hash of its text
  std::string_view part;   // tells activities of one id apart, together with `time`; often empty
  std::string_view time;   // RFC 3339, or digits: seconds, or thousandths, millionths .. of them
  Timestamp when;          // instead of `time`, where the format has its own way to write it
  std::string_view address, endpoint;  // of the client; the private link it came through
  std::string_view user_agent, region;
  std::string_view item;  // a finer thing inside the resource, such as an object's key
  std::string session;    // where it is not that of the caller
  Outcome outcome = Outcome::success;
  double bytes = -1;        // moved either way; -1 when not said
  std::uint32_t count = 1;  // things touched by this one call
  bool derived = false;     // a service did it with the caller's permission
  std::string parent;       // id of the credential that made the one presented, where it is said
  std::optional<Minted> minted;
  std::optional<Changed> changed;

  // A view of a text that is made here, for the members that are views.
  std::string_view keep(std::string text) { return kept.emplace_front(std::move(text)); }
  std::forward_list<std::string> kept;
};

// Which answer a field decides. Answers are remembered by the text of all fields that decide them,
// so `caller`, `deed` and `resource` may look at no other field than their own.
enum class Part : std::uint8_t { told = 0, caller = 1, deed = 2, resource = 4 };
constexpr Part operator|(Part a, Part b) {
  return static_cast<Part>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr bool decides(Part field, Part answer) {
  return (static_cast<std::uint8_t>(field) & static_cast<std::uint8_t>(answer)) != 0;
}

struct FieldSpec {
  std::string_view path;  // see FieldTable
  Part part = Part::told;
};

// A sign by which a format is recognised: a field that is there and, where `value` is not empty, is
// that text (`*` stands for any run of characters).
struct Mark {
  std::string_view path;
  std::string_view value;
};

// What the records of one log format say. The same record gives the same answers; nothing is
// remembered between records. docs/adding-a-format.md walks through one.
class LogFormat {
 public:
  std::string_view name;          // `kubernetes`: also its source in the catalogue of actions
  std::vector<FieldSpec> fields;  // in the order of the format's own list of names

  virtual ~LogFormat() = default;

  virtual Caller caller(const Fields& f) const = 0;
  virtual Deed deed(const Fields& f) const = 0;
  // The one resource that says most, canonical; or empty.
  virtual std::string resource(const Fields& f) const = 0;
  virtual void tell(const Fields& f, Told& told) const = 0;
};

// How a format of JSON is recognised.
class JsonFormat : public LogFormat {
 public:
  std::vector<std::vector<Mark>> marks;  // it is this format when all marks of one list hold
  FieldTable::Case letters = FieldTable::Case::sensitive;

  // Whether the record is of this format, by the fields found in it.
  virtual bool owns(const Fields& f) const = 0;
};

}  // namespace gait::formats
