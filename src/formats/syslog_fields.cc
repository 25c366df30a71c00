#include "formats/syslog_fields.h"

namespace gait::formats {

std::vector<FieldSpec> syslog_field_specs() {
  return {{"time"}, {"host", Part::caller | Part::resource}, {"process"}, {"message"}};
}

void find_syslog_fields(const SyslogLine& line, Fields& fields) {
  fields.set(syslog_time, line.time);
  fields.set(syslog_host, line.host.empty() ? fields.scope() : line.host);
  fields.set(syslog_process, line.process);
  fields.set(syslog_message, line.message);
}

void tell_syslog_time(const Fields& fields, Told& told) {
  if (!read_syslog_time(fields.raw(syslog_time), fields.received(), told.when))
    told.malformed = "a time that cannot be read";
}

std::string_view text_between(std::string_view text, std::string_view before,
                              std::string_view behind) {
  const std::size_t at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find(behind));
}

}  // namespace gait::formats
