#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "formats/fields.h"
#include "formats/json_format.h"
#include "formats/syslog_line.h"

namespace gait::formats {

// The first fields of every format that stands in syslog lines; its own come behind.
enum SyslogField : std::size_t {
  syslog_time,
  syslog_host,  // of the line, or else the scope
  syslog_process,
  syslog_message,
  syslog_field_count,
};
std::vector<FieldSpec> syslog_field_specs();

// Finds them.
void find_syslog_fields(const SyslogLine& line, Fields& fields);

// Tells the time, or what is wrong with it.
void tell_syslog_time(const Fields& fields, Told& told);

// The text between two marks; up to the end when the second is not there; empty without the first.
std::string_view text_between(std::string_view text, std::string_view before,
                              std::string_view behind);

}  // namespace gait::formats
