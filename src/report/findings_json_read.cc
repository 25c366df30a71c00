// The mirror image of findings_json.cc.

#include <fmt/format.h>

#include <utility>

#include "report/findings_json.h"
#include "report/json_values.h"

namespace gait::report {
namespace {

constexpr std::size_t line_bytes_max = 4 * 1024 * 1024;  // a finding is a few kB
constexpr std::size_t items_max = 100'000;               // of any one list; members of a group

// Takes fields out of one JSON object and remembers the first that is not what it should be, so
// that the reading below is a plain list of fields.
class Fields {
 public:
  Fields(const Json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object_.is_object()) fail("", "an object");
  }

  const std::string& problem() const { return problem_; }

  std::string text(const char* key, bool required = false) {
    const Json* value = find(key, required);
    if (value == nullptr) return {};
    if (!value->is_string()) return fail(key, "a string"), std::string();
    return value->get<std::string>();
  }

  double number(const char* key) {
    const Json* value = find(key, false);
    if (value == nullptr) return 0;
    if (!value->is_number()) return fail(key, "a number"), 0;
    return value->get<double>();
  }

  std::uint64_t count(const char* key) {
    const Json* value = find(key, false);
    if (value == nullptr) return 0;
    if (!value->is_number_unsigned()) return fail(key, "a whole number, 0 or more"), 0;
    return value->get<std::uint64_t>();
  }

  Timestamp time(const char* key, bool required = false) {
    const std::string written = text(key, required);
    Timestamp time;
    if (!written.empty() && !parse_rfc3339(written, time))
      fail(key, "a time such as `2026-11-21T10:00:00Z`");
    return time;
  }

  std::vector<std::string> texts(const char* key) {
    std::vector<std::string> out;
    for (const Json& item : items(key)) {
      if (!item.is_string()) return fail(key, "a list of strings"), out;
      out.push_back(item.get<std::string>());
    }
    return out;
  }

  // The items of a list; none where the key is missing.
  const Json& items(const char* key) {
    static const Json none = Json::array();
    const Json* value = find(key, false);
    if (value == nullptr) return none;
    if (!value->is_array() || value->size() > items_max) return fail(key, "a list"), none;
    return *value;
  }

  const Json* object(const char* key) {
    const Json* value = find(key, false);
    if (value != nullptr && !value->is_object()) return fail(key, "an object"), nullptr;
    return value;
  }

  void take_problem(const Fields& inner) {
    if (problem_.empty()) problem_ = inner.problem_;
  }

  void fail(std::string_view key, std::string_view expected) {
    if (!problem_.empty()) return;
    const std::string name = where_.empty() || key.empty() ? where_ + std::string(key)
                                                           : fmt::format("{}.{}", where_, key);
    problem_ = name.empty() ? fmt::format("a finding must be {}", expected)
                            : fmt::format("`{}` must be {}", name, expected);
  }

 private:
  // Null counts as missing.
  const Json* find(const char* key, bool required) {
    const auto found = object_.is_object() ? object_.find(key) : object_.end();
    if (object_.is_object() && found != object_.end() && !found->is_null()) return &*found;
    if (required) fail(key, "present");
    return nullptr;
  }

  const Json& object_;
  std::string where_;
  std::string problem_;
};

Reason read_reason(Fields& fields) {
  Reason reason;
  reason.facet = fields.text("facet", true);
  reason.question = fields.text("question");
  reason.seen = fields.text("seen");
  reason.expected = fields.text("expected");
  reason.n = fields.number("n");
  reason.window = fields.text("window");
  reason.peers = fields.text("peers");
  reason.rarity = fields.text("rarity");
  reason.bits = fields.number("bits");
  reason.share = fields.number("share");
  return reason;
}

ConsideredChange read_change(Fields& fields) {
  return {fields.text("id"), fields.text("type"), fields.text("summary"), fields.text("effect")};
}

CredentialNote read_credential(Fields& fields, const Json& object) {
  CredentialNote note{fields.text("id"), fields.text("kind"), {}, {}};
  if (object.contains("age_days") && !object["age_days"].is_null())
    note.age_days = fields.number("age_days");
  if (object.contains("rotated") && !object["rotated"].is_null())
    note.rotated = fields.text("rotated");
  return note;
}

Frameworks read_frameworks(Fields& fields) {
  return {fields.texts("owasp_nhi"), fields.texts("attack"), fields.texts("nist_csf"),
          fields.texts("maestro"), fields.texts("atlas")};
}

void read_lists(Fields& fields, Finding& finding) {
  for (const Json& item : fields.items("deviations")) {
    Fields inner(item, fmt::format("deviations[{}]", finding.deviations.size()));
    finding.deviations.push_back(read_reason(inner));
    fields.take_problem(inner);
  }
  for (const Json& item : fields.items("changes_considered")) {
    Fields inner(item, fmt::format("changes_considered[{}]", finding.changes_considered.size()));
    finding.changes_considered.push_back(read_change(inner));
    fields.take_problem(inner);
  }
}

void read_objects(Fields& fields, Finding& finding) {
  if (const Json* object = fields.object("credential")) {
    Fields inner(*object, "credential");
    finding.credential = read_credential(inner, *object);
    fields.take_problem(inner);
  }
  if (const Json* object = fields.object("frameworks")) {
    Fields inner(*object, "frameworks");
    finding.frameworks = read_frameworks(inner);
    fields.take_problem(inner);
  }
  if (const Json* object = fields.object("times")) {
    Fields inner(*object, "times");
    finding.found = inner.time("found");
    fields.take_problem(inner);
  }
}

void read_severity(Fields& fields, Finding& finding) {
  const auto severity = parse_severity(fields.text("severity", true));
  if (severity)
    finding.severity = *severity;
  else
    fields.fail("severity", "one of info, low, medium, high, critical");
}

void read_scalars(Fields& fields, Finding& finding) {
  finding.id = fields.text("id", true);
  finding.time = fields.time("time", true);
  finding.last = fields.time("last");
  finding.identity = fields.text("identity", true);
  finding.identity_class = fields.text("class");
  finding.title = fields.text("title", true);
  finding.kind = fields.text("kind");
  finding.risk = fields.number("risk");
  finding.probability = fields.number("probability");
  finding.rules = fields.texts("rules");
  finding.chain = fields.texts("chain");
  finding.members = fields.texts("members");
  finding.activities = fields.texts("activities");
  finding.activities_total = fields.count("activities_total");
  finding.session = fields.text("session");
  finding.owner = fields.text("owner");
  finding.purpose = fields.text("purpose");
  finding.environment = fields.text("environment");
  finding.would_be_normal_if = fields.text("would_be_normal_if");
  finding.next_steps = fields.texts("next_steps");
}

}  // namespace

Result<Finding> finding_from_json(std::string_view line) {
  if (line.size() > line_bytes_max)
    return Error{Error::Code::invalid,
                 fmt::format("a finding of {} bytes is over the limit of {}; is this a file of "
                             "findings, one to a line?",
                             line.size(), line_bytes_max)};
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded())
    return Error{Error::Code::invalid,
                 "this line is not JSON; a file of findings has one JSON object to a line"};
  Finding finding;
  Fields fields(json, "");
  read_scalars(fields, finding);
  read_severity(fields, finding);
  read_lists(fields, finding);
  read_objects(fields, finding);
  if (!fields.problem().empty()) return Error{Error::Code::invalid, fields.problem()};
  return finding;
}

}  // namespace gait::report
