// `gait findings mark` and `unmark`: people say what a finding was, and the model heeds it from the
// next scan on.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/kept_files.h"
#include "app/terminal.h"
#include "report/plain.h"

namespace gait::app {
namespace {

constexpr std::size_t by_length_max = 200;
constexpr std::size_t reason_length_max = 2000;

struct Arguments {
  std::string data, finding, mark, by, reason;
};

int fail(const Error& error) {
  complain(error.message);
  return error.code == Error::Code::invalid ? exit_usage : exit_input;
}

// To the second: nobody marks faster, and the file stays easy to read.
Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp::from_seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

Status check_lengths(const Arguments& arguments) {
  if (arguments.by.size() > by_length_max)
    return Error{Error::Code::invalid,
                 fmt::format("--by has more than {} bytes; give a name", by_length_max)};
  if (arguments.reason.size() > reason_length_max)
    return Error{Error::Code::invalid,
                 fmt::format("--reason has more than {} bytes; shorten it", reason_length_max)};
  return Nothing{};
}

Result<Finding> find_finding(const Arguments& arguments) {
  TRY(auto findings, read_findings(arguments.data));
  for (Finding& finding : findings)
    if (finding.id == arguments.finding) return std::move(finding);
  return Error{Error::Code::not_found, fmt::format("no finding `{}`; `gait findings --data {}` "
                                                   "lists those there are",
                                                   arguments.finding, arguments.data)};
}

// "resource `prod/db/root`, secret reads in an hour of 340".
std::string concerns_text(const FeedbackAct& act) {
  std::string text;
  for (const MarkedFacet& facet : act.facets) {
    const std::string_view noun = info(facet.facet).noun;
    if (facet.values.empty())
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", noun,
                          report::facet_amount_text(facet.facet, facet.amount));
    for (const std::string& value : facet.values)
      text += fmt::format("{}{} `{}`", text.empty() ? "" : ", ", noun, report::printable(value));
  }
  return text.empty() ? "nothing that can be matched; it changes the standing only" : text;
}

std::string_view effect_text(Mark mark) {
  switch (mark) {
    case Mark::expected:
      return "From the next scan on this is normal for it, amounts up to these";
    case Mark::benign:
      return "For 30 days this weighs half";
    case Mark::confirmed:
      return "This is never learned as normal, and certain when it comes again";
    case Mark::none:
      return "";
  }
  return "";
}

int mark(const Arguments& arguments) {
  if (const auto fit = check_lengths(arguments); !fit) return fail(fit.error());
  const auto finding = find_finding(arguments);
  if (!finding) return fail(finding.error());
  const Mark said = parse_mark(arguments.mark).value_or(Mark::none);
  const FeedbackAct act = detect::act_on(*finding, said, now(), arguments.by, arguments.reason);
  if (const auto kept = keep_act(arguments.data, act); !kept) return fail(kept.error());
  fmt::print("{} is marked {}.\n{}:\n  {}\nTo take it back: gait findings unmark {} --data {}\n",
             finding->id, arguments.mark, effect_text(said), concerns_text(act), finding->id,
             arguments.data);
  return exit_done;
}

int unmark(const Arguments& arguments) {
  if (const auto fit = check_lengths(arguments); !fit) return fail(fit.error());
  const auto finding = find_finding(arguments);
  if (!finding) return fail(finding.error());
  if (finding->mark.empty())
    return fail({Error::Code::not_found,
                 fmt::format("finding `{}` has no mark to take back", finding->id)});
  const FeedbackAct act =
      detect::act_on(*finding, Mark::none, now(), arguments.by, arguments.reason);
  if (const auto kept = keep_act(arguments.data, act); !kept) return fail(kept.error());
  fmt::print("{} is no longer marked {}.\n", finding->id, finding->mark);
  return exit_done;
}

std::shared_ptr<Arguments> add(CLI::App& findings, Command& chosen, const char* name,
                               const char* help, int (*command)(const Arguments&),
                               CLI::App*& added) {
  added = findings.add_subcommand(name, help);
  auto arguments = std::make_shared<Arguments>();
  if (const char* user = std::getenv("USER")) arguments->by = user;
  added->add_option("FINDING", arguments->finding, "its id, `f-...`")->required();
  added->add_option("--data", arguments->data, "folder that a scan kept its state in")->required();
  added->add_option("--by", arguments->by, "who says so; you, unless given");
  added->add_option("--reason", arguments->reason, "why, for those who read it later");
  added->callback([&chosen, arguments, command] {
    chosen = [arguments, command] { return command(*arguments); };
  });
  return arguments;
}

}  // namespace

void add_marks(CLI::App& findings, Command& chosen) {
  CLI::App* command = nullptr;
  const auto arguments =
      add(findings, chosen, "mark", "say what a finding was: the model heeds it", mark, command);
  command->add_option("MARK", arguments->mark, "what it was")
      ->required()
      ->check(CLI::IsMember({"expected", "benign", "confirmed"}));
  add(findings, chosen, "unmark", "take a mark back", unmark, command);
}

}  // namespace gait::app
