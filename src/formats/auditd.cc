// The audit log of Linux, as auditd writes it, plain or enriched. Its records are several lines.
// https://github.com/linux-audit/audit-documentation/wiki/SPEC-Writing-Good-Events
#include <fmt/format.h>

#include "formats/all_formats.h"
#include "formats/auditd_fields.h"
#include "formats/auditd_syscall.h"
#include "formats/auditd_text.h"
#include "formats/host_user.h"
#include "formats/shell_command.h"

namespace gait::formats {
namespace {

std::string_view host_of(const Fields& f) { return f.has(audit_node) ? f[audit_node] : f.scope(); }

AuditSyscall syscall_of(const Fields& f) {
  if (f.has(audit_call_name)) return audit_syscall(f.raw(audit_call_name));
  return audit_syscall(f.raw(audit_arch), f.raw(audit_number));
}

bool is_of_syscall(const Fields& f) { return f.is(audit_type, "SYSCALL"); }
bool is_exec(const Fields& f) { return is_of_syscall(f) && runs_program(syscall_of(f).name); }

// What a message of a program about an account is about: ADD_USER, USER_CHAUTHTOK ..
bool is_of_account(std::string_view type) {
  return type.ends_with("_USER") || type.ends_with("_GROUP") || type.ends_with("_MGMT") ||
         type.ends_with("CHAUTHTOK") || type.starts_with("ACCT_");
}

std::string account_of(const Fields& f) {
  return decode_audit_text(f.raw(f.has(audit_account) ? audit_account : audit_account_id));
}

// The command line: of sudo what it was asked to run, else the arguments, else what the kernel
// kept of them.
std::string command_of(const Fields& f) {
  if (f.has(audit_command)) return decode_audit_text(f.raw(audit_command));
  if (f.has(audit_arguments)) return decode_audit_arguments(f.raw(audit_arguments));
  return decode_audit_text(f.raw(audit_title));
}

std::string executable_of(const Fields& f) {
  if (f.has(audit_exe)) return decode_audit_text(f.raw(audit_exe));
  return decode_audit_text(f.raw(audit_comm));
}

Outcome outcome_of_call(const Fields& f) {
  if (!f.is(audit_success, "no")) return Outcome::success;
  const std::string_view code = f.raw(audit_exit);
  if (code == "-1" || code == "-13" || code == "EPERM" || code.starts_with("EACCES"))
    return Outcome::denied;
  return code == "-2" || code.starts_with("ENOENT") ? Outcome::not_found : Outcome::error;
}

// `success`, `failed`, or of the kernel 1 and 0.
Outcome outcome_of_message(const Fields& f) {
  const std::string_view result = f.raw(audit_result);
  const bool is_bad = result == "failed" || result == "0" || result == "no";
  if (f.is(audit_type, "AVC")) return Outcome::denied;
  return is_bad ? Outcome::denied : Outcome::success;
}

std::string session_key(std::string_view host, std::string_view session) {
  return fmt::format("host:{}/ses/{}", host, session);
}

// The login account stays who acts, whatever rights it takes on.
void name_caller(const Fields& f, Caller& who) {
  const std::string_view host = host_of(f);
  if (f.has(audit_login))
    name_host_user(
        host, f.has(audit_login_name) ? decode_audit_text(f.raw(audit_login_name)) : f[audit_login],
        who);
  else if (f.has(audit_account))
    name_host_user(host, decode_audit_text(f.raw(audit_account)), who);
  else
    name_host_service(host, decode_audit_text(f.raw(audit_service)), who);
}

void tell_change(const Fields& f, Told& told) {
  const std::string_view type = f.raw(audit_type);
  const auto about = [&](ChangeType change) {
    told.changed = Changed{change, host_user_key(host_of(f), account_of(f)), {}};
  };
  if (type == "ADD_USER") about(ChangeType::credential_created);
  if (type == "DEL_USER") about(ChangeType::offboarding);
  if (type == "USER_CHAUTHTOK") about(ChangeType::rotation);
  if (type == "ACCT_LOCK") about(ChangeType::credential_disabled);
}

class Auditd final : public TextFormat {
 public:
  Auditd() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "auditd";
    fields = {
        {"node", who | on},
        {"id"},
        {"type", who | what | on},
        {"arch", what | on},
        {"syscall", what | on},
        {"SYSCALL", what | on},
        {"success"},
        {"exit"},
        {"key"},
        {"exe", what | on},
        {"comm", what | on},
        {"auid", who},
        {"AUID", who},
        {"euid", who},
        {"ses", who},
        {"pid", who},
        {"exe of a service", who},
        {"acct", who | on},
        {"id of an account", on},
        {"addr"},
        {"res"},
        {"op"},
        {"cmd", what | on},
        {"cwd", on},
        {"EXECVE", what},
        {"name", on},
        {"proctitle", what},
    };
  }

  bool owns(std::string_view line) const override {
    AuditHead head;
    return parse_audit_head(line, head);
  }

  // Messages of programs stand alone; what the kernel writes comes in groups, which end with the
  // title of the process or, in some logs, with a line that says nothing else.
  Place place(std::string_view line) const override {
    AuditHead head;
    parse_audit_head(line, head);
    if (head.id.empty()) return {};
    if (is_audit_message(head.type)) return {};
    const bool is_end = head.type == "EOE";
    return {head.id, head.node, is_end || head.type == "PROCTITLE", is_end};
  }

  void find(std::string_view record, Fields& f) const override { find_audit_fields(record, f); }

  Caller caller(const Fields& f) const override {
    Caller who;
    const std::string_view host = host_of(f);
    name_caller(f, who);
    if (f.has(audit_login_pid))
      who.credential = host_login_process(host, f[audit_login_pid]);
    else if (f.has(audit_session))
      who.credential = session_key(host, f[audit_session]);
    if (!who.credential.empty()) who.credential_kind = CredentialKind::ephemeral;
    const bool is_raised = is_of_syscall(f) && f.is(audit_effective, "0") && f.has(audit_login);
    if (is_raised && !f.is(audit_login, "0")) who.delegator = host_user_key(host, "root");
    return who;
  }

  // `exec curl`, `sudo curl`, `openat`; else the type of the record.
  Deed deed(const Fields& f) const override {
    Deed deed;
    if (is_exec(f)) {
      const std::string command = command_of(f);
      const std::string path = executable_of(f);
      deed.action = fmt::format("exec {}", program_of(path.empty() ? command : path));
      deed.command = command_for_catalogue(command);
      deed.access = Access::write;
    } else if (is_of_syscall(f)) {
      const AuditSyscall call = syscall_of(f);
      deed.action = call.name.empty() ? fmt::format("syscall {}", f[audit_number]) : call.name;
      deed.access = call.access;
    } else if (f.is(audit_type, "USER_CMD")) {
      const std::string command = command_of(f);
      deed.action = fmt::format("sudo {}", program_of(command));
      deed.command = command_for_catalogue(command);
      deed.access = Access::write;
    } else {
      deed.action = f[audit_type];
    }
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string_view host = host_of(f);
    if (is_exec(f)) return host_resource(host, executable_of(f));
    if (is_of_account(f.raw(audit_type))) return host_user_key(host, account_of(f));
    if (f.is(audit_type, "USER_CMD")) {
      const std::string command = command_of(f);
      return host_resource(host, command.substr(0, command.find(' ')));
    }
    const std::string path = decode_audit_text(f.raw(audit_path));
    if (path.empty() || path[0] == '/') return host_resource(host, path);
    return host_resource(host, decode_audit_text(f.raw(audit_folder)) + "/" + path);
  }

  void tell(const Fields& f, Told& told) const override {
    const std::string_view id = f.raw(audit_id);
    if (id.empty()) {
      told.malformed = "no `audit(time:serial)`";
      return;
    }
    if (!f.has(audit_type)) told.ignored = "lines that tell of no deed";
    // Rules that record every process bring the chatter of daemons.
    if (is_of_syscall(f) && !f.has(audit_login) && !f.has(audit_key))
      told.ignored = "a process that nobody logged in for and no rule names";
    told.event = told.keep(fmt::format("{} {}", host_of(f), id));
    told.time = id.substr(0, id.find(':'));
    told.address = f.raw(audit_address);
    told.outcome = is_of_syscall(f) ? outcome_of_call(f) : outcome_of_message(f);
    if (f.is(audit_type, "LOGIN") && f.has(audit_session)) {
      Caller who;
      name_caller(f, who);
      told.minted = Minted{session_key(host_of(f), f[audit_session]), who.key, {}, {}, false};
    }
    if (!is_of_syscall(f)) tell_change(f, told);
  }
};

}  // namespace

const TextFormat& auditd() {
  static const Auditd format;
  return format;
}

}  // namespace gait::formats
