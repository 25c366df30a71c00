#pragma once

#include <cstddef>
#include <string_view>

#include "formats/fields.h"

namespace gait::formats {

// What is read of the lines of one audit record.
enum AuditField : std::size_t {
  audit_node,
  audit_id,
  audit_type,  // of the line that says most: a program's message before a system call
  audit_arch,
  audit_number,     // of the system call
  audit_call_name,  // where auditd wrote it out
  audit_success,
  audit_exit,
  audit_key,  // of the rule that asked for the record
  audit_exe,
  audit_comm,
  audit_login,  // the number of the account that logged in; absent when nobody did
  audit_login_name,
  audit_effective,  // the number of the account with whose rights it ran
  audit_session,
  audit_login_pid,  // of the process that logs in; only before there is a session
  audit_service,    // the program, only where nobody logged in
  audit_account,
  audit_account_id,
  audit_address,
  audit_result,
  audit_operation,
  audit_command,  // that sudo was asked to run
  audit_folder,
  audit_arguments,  // the EXECVE lines as they are
  audit_path,
  audit_title,  // of the process: its command line, cut by the kernel
  audit_field_count,
};

// The types of lines that are a deed of their own: `USER_LOGIN`, but not `PATH`.
bool is_audit_deed(std::string_view type);

// The types of lines that a program wrote, which are a record each.
bool is_audit_message(std::string_view type);

// Finds the fields of a record, one line or several.
void find_audit_fields(std::string_view record, Fields& fields);

}  // namespace gait::formats
