#include "formats/auditd_fields.h"

#include <algorithm>
#include <array>

#include "formats/auditd_syscall.h"
#include "formats/auditd_text.h"

namespace gait::formats {
namespace {

constexpr std::array<std::string_view, 35> deeds{
    "ACCT_LOCK",        "ACCT_UNLOCK",   "ADD_GROUP",
    "ADD_USER",         "ANOM_ABEND",    "ANOM_LOGIN_FAILURES",
    "ANOM_PROMISCUOUS", "AVC",           "CHGRP_ID",
    "CHUSER_ID",        "CONFIG_CHANGE", "CRED_ACQ",
    "CRED_DISP",        "CRED_REFR",     "DAEMON_ABORT",
    "DAEMON_CONFIG",    "DAEMON_END",    "DEL_GROUP",
    "DEL_USER",         "GRP_CHAUTHTOK", "GRP_MGMT",
    "KERN_MODULE",      "LOGIN",         "ROLE_ASSIGN",
    "ROLE_REMOVE",      "USER_ACCT",     "USER_AUTH",
    "USER_CHAUTHTOK",   "USER_CMD",      "USER_END",
    "USER_ERR",         "USER_LOGIN",    "USER_LOGOUT",
    "USER_MGMT",        "USER_START"};
static_assert(std::ranges::is_sorted(deeds));

// A key of at most eight letters as a number.
constexpr std::uint64_t packed(std::string_view key) {
  std::uint64_t number = 0;
  if (key.size() > 8) return number;
  for (const char c : key) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

// Of system calls and of programs' messages. Other keys are of no interest, and the registers `a0`
// to `a3` are no arguments.
AuditField field_of(std::string_view key) {
  switch (packed(key)) {
    case packed("arch"):
      return audit_arch;
    case packed("syscall"):
      return audit_number;
    case packed("SYSCALL"):
      return audit_call_name;
    case packed("success"):
      return audit_success;
    case packed("exit"):
      return audit_exit;
    case packed("key"):
      return audit_key;
    case packed("exe"):
      return audit_exe;
    case packed("comm"):
      return audit_comm;
    case packed("auid"):
      return audit_login;
    case packed("AUID"):
      return audit_login_name;
    case packed("euid"):
      return audit_effective;
    case packed("ses"):
      return audit_session;
    case packed("pid"):
      return audit_login_pid;
    case packed("acct"):
      return audit_account;
    case packed("id"):
      return audit_account_id;
    case packed("addr"):
      return audit_address;
    case packed("res"):
      return audit_result;
    case packed("op"):
      return audit_operation;
    case packed("cmd"):
      return audit_command;
    case packed("cwd"):
      return audit_folder;
    default:
      return audit_field_count;
  }
}

bool is_absent(std::string_view value) {
  return value.empty() || value == "?" || value == "(null)" || value == "(none)" ||
         value == "\"?\"" || value == "\"\"";
}

bool is_unset(std::string_view number) {
  return number == "4294967295" || number == "-1" || number == "unset" || number == "\"unset\"";
}

void take_fields(std::string_view text, Fields& fields) {
  std::string_view key, value;
  while (take_audit_field(text, key, value)) {
    const AuditField field = field_of(key);
    if (field == audit_field_count || is_absent(value)) continue;
    if ((field == audit_login || field == audit_session) && is_unset(value)) continue;
    if (field == audit_login_name && is_unset(value)) continue;
    if (!fields.has(field)) fields.set(field, value);
  }
}

void take_path(std::string_view text, Fields& fields) {
  std::string_view key, value, name, kind;
  while (take_audit_field(text, key, value)) {
    if (key == "name") name = value;
    if (key == "nametype") kind = value;
  }
  // The folder that a file is made in comes before the file.
  if (!is_absent(name) && (kind != "PARENT" || !fields.has(audit_path)))
    if (!fields.has(audit_path) || kind == "CREATE" || kind == "DELETE")
      fields.set(audit_path, name);
}

void take_rest_of(AuditField field, std::string_view text, Fields& fields) {
  const std::string_view before = fields.raw(field);
  const char* const begin = before.empty() ? text.data() : before.data();
  fields.set(field, {begin, static_cast<std::size_t>(text.data() + text.size() - begin)});
}

void take_line(const AuditHead& head, Fields& fields) {
  if (head.type == "SYSCALL") {
    if (!fields.has(audit_type)) fields.set(audit_type, head.type);
    return take_fields(head.rest, fields);
  }
  if (head.type == "EXECVE") return take_rest_of(audit_arguments, head.rest, fields);
  if (head.type == "PATH") return take_path(head.rest, fields);
  if (head.type == "CWD") return take_fields(head.rest, fields);
  if (head.type == "PROCTITLE") {
    const std::size_t equals = head.rest.find('=');
    if (equals != std::string_view::npos) fields.set(audit_title, head.rest.substr(equals + 1));
    return;
  }
  if (!is_audit_deed(head.type)) return;
  if (!fields.has(audit_type) || fields.is(audit_type, "SYSCALL"))
    fields.set(audit_type, head.type);
  take_fields(head.rest, fields);
}

// What decides nothing is left out, so that answers are remembered well.
void leave_out(Fields& fields) {
  const bool is_login = fields.is(audit_type, "LOGIN");
  const bool has_session = fields.has(audit_session);
  if (!is_login && (has_session || !fields.has(audit_account))) fields.set(audit_login_pid, {});
  if (!fields.has(audit_login) && !fields.has(audit_account))
    fields.set(audit_service, fields.raw(fields.has(audit_exe) ? audit_exe : audit_comm));

  if (fields.has(audit_arguments) && !fields.has(audit_call_name))
    fields.set(audit_call_name, "execve");
  const AuditSyscall call = fields.has(audit_call_name)
                                ? audit_syscall(fields.raw(audit_call_name))
                                : audit_syscall(fields.raw(audit_arch), fields.raw(audit_number));
  const bool runs = runs_program(call.name);
  if (!runs || fields.has(audit_arguments)) fields.set(audit_title, {});
  if (runs) fields.set(audit_path, {}), fields.set(audit_folder, {});
  if (fields.raw(audit_path).starts_with("\"/")) fields.set(audit_folder, {});
}

}  // namespace

bool is_audit_deed(std::string_view type) {
  return std::binary_search(deeds.begin(), deeds.end(), type);
}

bool is_audit_message(std::string_view type) {
  constexpr std::array<std::string_view, 8> families{"USER_", "CRED_", "SERVICE_", "CRYPTO_",
                                                     "ADD_",  "DEL_",  "GRP_",     "DAEMON_"};
  return std::ranges::any_of(families, [type](std::string_view f) { return type.starts_with(f); });
}

void find_audit_fields(std::string_view record, Fields& fields) {
  while (!record.empty()) {
    const std::size_t end = std::min(record.find('\n'), record.size());
    AuditHead head;
    if (parse_audit_head(record.substr(0, end), head)) {
      if (!fields.has(audit_node)) fields.set(audit_node, head.node);
      fields.set(audit_id, head.id);
      take_line(head, fields);
    }
    record.remove_prefix(std::min(end + 1, record.size()));
  }
  leave_out(fields);
}

}  // namespace gait::formats
