// The mirror image of findings_json.cc.

#include <fmt/format.h>

#include "model/feedback.h"
#include "report/findings_json.h"
#include "report/json_fields.h"

namespace gait::report {
namespace {

constexpr std::size_t line_bytes_max = 4 * 1024 * 1024;  // a finding is a few kB

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
  reason.values = fields.texts("values");
  reason.amount = fields.number("amount");
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

void read_feedback(Fields& fields, Finding& finding) {
  finding.mark = fields.text("mark", true);
  if (!parse_mark(finding.mark)) fields.fail("mark", "one of expected, benign, confirmed");
  finding.marked_by = fields.text("by");
  finding.mark_reason = fields.text("reason");
  finding.marked = fields.time("time");
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
  if (const Json* object = fields.object("evidence")) {
    Fields inner(*object, "evidence");
    finding.evidence = {inner.number("bits"), inner.small_count("hours"), inner.text("since")};
    fields.take_problem(inner);
  }
  if (const Json* object = fields.object("feedback")) {
    Fields inner(*object, "feedback");
    read_feedback(inner, finding);
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
  finding.lane = fields.text("lane");
  finding.method = fields.text("method");
  finding.confidence = fields.number("confidence");
  finding.learning = fields.text("learning");
  finding.certain = fields.truth("certain");
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
