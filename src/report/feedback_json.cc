#include "report/feedback_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/json_fields.h"
#include "report/json_values.h"
#include "report/plain.h"

namespace gait::report {
namespace {

constexpr std::size_t line_bytes_max = 16 * 1024 * 1024;  // a group may have many members
constexpr std::size_t acts_max = 1'000'000;

Json facet_json(const MarkedFacet& facet) {
  return {{"facet", info(facet.facet).name},
          {"values", strings_json(facet.values)},
          {"amount", rounded(facet.amount, 6)}};
}

void read_facets(Fields& fields, FeedbackAct& act) {
  std::size_t i = 0;
  for (const Json& item : fields.items("facets")) {
    Fields inner(item, fmt::format("facets[{}]", i++));
    const auto facet = facet_named(inner.text("facet", true));
    if (facet) act.facets.push_back({*facet, inner.texts("values"), inner.number("amount")});
    fields.take_problem(inner);
  }
}

}  // namespace

std::string act_json(const FeedbackAct& act) {
  Json json;
  json["time"] = to_rfc3339(act.at);
  json["mark"] = mark_names[static_cast<std::size_t>(act.mark)];
  json["finding"] = act.finding;
  json["by"] = act.by;
  json["reason"] = act.reason;
  json["identities"] = strings_json(act.identities);
  json["facets"] = Json::array();
  for (const MarkedFacet& facet : act.facets) json["facets"].push_back(facet_json(facet));
  return one_line(json);
}

Result<FeedbackAct> act_from_json(std::string_view line) {
  if (line.size() > line_bytes_max)
    return Error{Error::Code::invalid,
                 fmt::format("an act of {} bytes is over the limit of {}; is this a file of "
                             "feedback, one act to a line?",
                             line.size(), line_bytes_max)};
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded())
    return Error{Error::Code::invalid,
                 "this line is not JSON; a file of feedback has one JSON object to a line"};
  FeedbackAct act;
  Fields fields(json, "", "an act of feedback");
  act.at = fields.time("time", true);
  act.finding = fields.text("finding", true);
  const auto mark = parse_mark(fields.text("mark", true));
  if (!mark) fields.fail("mark", "one of none, expected, benign, confirmed");
  act.mark = mark.value_or(Mark::none);
  act.by = fields.text("by");
  act.reason = fields.text("reason");
  act.identities = fields.texts("identities");
  read_facets(fields, act);
  if (!fields.problem().empty()) return Error{Error::Code::invalid, fields.problem()};
  return act;
}

Result<std::vector<FeedbackAct>> acts_from_ndjson(std::string_view text) {
  std::vector<FeedbackAct> acts;
  for (std::size_t line = 1; !text.empty(); ++line) {
    if (line > acts_max)
      return Error{Error::Code::invalid,
                   fmt::format("more than {} acts; keep the newest in a new file", acts_max)};
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto act = act_from_json(text.substr(0, end));
    if (!act) return std::move(act.error()).in(fmt::format("line {}", line));
    acts.push_back(*std::move(act));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return acts;
}

}  // namespace gait::report
