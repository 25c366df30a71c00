#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The head of a line of the Linux audit log: `[node=H ]type=T msg=audit(<epoch.ms>:<serial>):`.
struct AuditHead {
  std::string_view node;  // empty when the line names none
  std::string_view type;  // `SYSCALL`
  std::string_view id;    // `1795255205.100:1010`: with the node, what lines of a record share
  std::string_view rest;  // what follows
};

// False when the line does not begin so. `id` is empty when there is none that is well formed.
bool parse_audit_head(std::string_view line, AuditHead& head);

// Takes the next `key=value` off the text. A value keeps its double quotes; single quotes around
// the fields of a program's message (`msg='op=.. res=..'`) are passed over. False at the end.
bool take_audit_field(std::string_view& text, std::string_view& key, std::string_view& value);

// What an untrusted value says: `"text"` is literal, other text of hex digits is encoded; `?` and
// `(null)` are nothing. Control characters become blanks, and what is no UTF-8 question marks.
std::string decode_audit_text(std::string_view value);

// The arguments of EXECVE lines, decoded, with blanks between them: `a0="cat" a1=2F6574.. a2_len=..
// a2[0]=..`, over several lines for long ones.
std::string decode_audit_arguments(std::string_view lines);

}  // namespace gait::formats
