// What sudo writes to syslog: `deploy : TTY=pts/0 ; PWD=/home/deploy ; USER=root ; COMMAND=..`.
// https://www.sudo.ws/docs/man/sudoers.man/#EVENT_LOGGING
#include <fmt/format.h>

#include "formats/all_formats.h"
#include "formats/host_user.h"
#include "formats/shell_command.h"
#include "formats/syslog_fields.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  caller_name = syslog_field_count,
  target,
  command,
  refusal,
};

constexpr std::string_view separator = " ; ", before_caller_end = " : ";

// The value of `KEY=..` among the parts before the command.
std::string_view value_of(std::string_view parts, std::string_view key) {
  return text_between(parts, key, separator);
}

class SudoLog final : public TextFormat {
 public:
  SudoLog() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "sudo";
    fields = syslog_field_specs();
    fields.insert(fields.end(),
                  {{"user", who}, {"USER", who}, {"COMMAND", what | on}, {"refusal"}});
  }

  bool owns(std::string_view text) const override {
    const auto line = parse_syslog_line(text);
    return line && line->program == "sudo";
  }
  Place place(std::string_view) const override { return {}; }

  void find(std::string_view record, Fields& f) const override {
    const auto line = parse_syslog_line(record);
    if (!line) return;
    find_syslog_fields(*line, f);
    const std::string_view message = line->message;
    const std::size_t colon = message.find(before_caller_end);
    const std::size_t run = message.find("COMMAND=");
    if (colon == std::string_view::npos || run == std::string_view::npos) return;
    const std::string_view parts = message.substr(0, run);
    f.set(caller_name, message.substr(0, colon));
    f.set(target, value_of(parts, "USER="));
    f.set(command, message.substr(run + std::string_view("COMMAND=").size()));
    const std::string_view first = message.substr(colon + before_caller_end.size());
    const std::string_view said = first.substr(0, first.find(separator));
    if (said.find('=') == std::string_view::npos) f.set(refusal, said);
  }

  // Who asked acts; whose rights it took stands behind it.
  Caller caller(const Fields& f) const override {
    Caller who;
    name_host_user(f[syslog_host], f[caller_name], who);
    if (f.has(target)) who.delegator = host_user_key(f[syslog_host], f[target]);
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = fmt::format("sudo {}", program_of(f[command]));
    deed.command = command_for_catalogue(f[command]);
    deed.access = Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string_view line = f[command];
    return host_resource(f[syslog_host], line.substr(0, line.find(' ')));
  }

  void tell(const Fields& f, Told& told) const override {
    if (!f.has(command)) told.ignored = "no command was run or refused";
    tell_syslog_time(f, told);
    if (f.has(refusal)) told.outcome = Outcome::denied;
  }
};

}  // namespace

const TextFormat& sudo_log() {
  static const SudoLog format;
  return format;
}

}  // namespace gait::formats
