#include "app/show_records.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

#include "app/clock.h"
#include "formats/log_parser.h"
#include "ingest/input_files.h"
#include "ingest/read_input.h"

namespace gait::app {
namespace {

template <class Enum, std::size_t n>
std::string_view name_of(Enum value, const std::array<std::string_view, n>& names) {
  return names.at(static_cast<std::size_t>(value));
}

void print_line(std::string_view what, const std::string& text) {
  if (!text.empty()) fmt::print("  {:<11} {}\n", what, text);
}

// Words with a blank between them, the empty ones left out.
std::string joined(std::initializer_list<std::string_view> words) {
  std::string line;
  for (const std::string_view word : words)
    if (!word.empty()) line.append(line.empty() ? "" : "  ").append(word);
  return line;
}

std::string class_names(ActionClasses classes) {
  std::string names;
  for (std::size_t i = 0; i < action_class_names.size(); ++i)
    if (classes.has(static_cast<ActionClass>(i)))
      names.append(names.empty() ? "" : " ").append(action_class_names[i]);
  return names;
}

std::string time_text(Timestamp time) { return time.ns == 0 ? "no time" : to_rfc3339(time); }

// Prints records as a parser meets them.
class Printer {
 public:
  Printer(const SymbolTable& symbols, const Batch& batch) : symbols_(symbols), batch_(batch) {}

  void print(const formats::SeenRecord& record) {
    const Activity* activity = record.activity;
    fmt::print("{}\n", joined({record.format.empty() ? "unknown" : record.format,
                               activity == nullptr ? "" : time_text(activity->time),
                               activity == nullptr ? "" : text(activity->action)}));
    if (activity == nullptr)
      print_line("nothing", std::string(record.why));
    else
      print_activity(*activity, record.address);
    print_news();
  }

 private:
  std::string_view text(Symbol symbol) const { return symbols_.text(symbol); }

  void print_activity(const Activity& a, std::string_view address) const {
    print_line("event", a.event.text(symbols_));
    print_line("identity", joined({text(a.identity), text(a.workload)}));
    print_line("delegator", std::string(text(a.delegator)));
    print_line("credential",
               joined({name_of(a.credential_kind, credential_kind_names), text(a.credential)}));
    print_line("session", std::string(text(a.session)));
    print_line("resource", std::string(text(a.resource)));
    print_line("result", std::string(name_of(a.outcome, outcome_names)));
    print_line("means", joined({name_of(a.access, access_names), class_names(a.classes),
                                fmt::format("severity {}", a.severity)}));
    const std::string_view country =
        a.country[0] == '\0' ? std::string_view() : std::string_view(a.country.data(), 2);
    print_line("from", joined({address, text(a.network), country, text(a.region), text(a.agent)}));
    print_line("amount", joined({a.bytes < 0 ? "" : fmt::format("{} bytes", a.bytes),
                                 a.count == 1 ? "" : fmt::format("{} things", a.count)}));
    if (a.derived) print_line("derived", "a service did it with the caller's permission");
  }

  // What the record brought beside its activity.
  void print_news() {
    for (; principals_ < batch_.principals.size(); ++principals_) {
      const Principal& p = batch_.principals[principals_];
      print_line("introduces", fmt::format("{}  {}  human {}: {}", text(p.identity),
                                           name_of(p.type, principal_type_names),
                                           name_of(p.human, human_names), text(p.reason)));
    }
    for (; mints_ < batch_.mints.size(); ++mints_) {
      const Mint& m = batch_.mints[mints_];
      print_line("mints", joined({text(m.child_credential), text(m.child_identity), text(m.subject),
                                  m.long_lived ? "long_lived" : "",
                                  m.expires.ns == 0 ? "" : "until " + to_rfc3339(m.expires)}));
    }
    for (; changes_ < batch_.changes.size(); ++changes_) {
      const ChangeEvidence& c = batch_.changes[changes_];
      print_line("changes", joined({name_of(c.type, change_type_names), text(c.subject),
                                    text(c.credential), text(c.resource)}));
    }
  }

  const SymbolTable& symbols_;
  const Batch& batch_;
  std::size_t principals_ = 0, mints_ = 0, changes_ = 0;
};

}  // namespace

std::vector<InputProblem> show_records(const ShowOptions& options, const ActionCatalogue& catalogue,
                                       const NetworkLookup* networks) {
  const ingest::InputFiles inputs = ingest::find_input_files(options.paths);
  std::vector<InputProblem> problems = inputs.problems;
  SymbolTable symbols;
  Batch batch;
  Printer printer(symbols, batch);
  formats::ParserContext context{symbols, catalogue, networks,
                                 [&](const auto& record) { printer.print(record); }};
  if (!options.scope.empty()) context.scope = options.scope;
  context.received = now();
  formats::LogParser parser(context, options.formats, options.input);
  ingest::InputReader reader;
  for (const ingest::InputFile& file : inputs.files)
    for (InputProblem& problem : reader.feed(file.path, parser, batch).problems(file.path))
      problems.push_back(std::move(problem));
  return problems;
}

}  // namespace gait::app
