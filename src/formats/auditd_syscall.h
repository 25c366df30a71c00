#pragma once

#include <string_view>

#include "model/action.h"

namespace gait::formats {

struct AuditSyscall {
  std::string_view name;  // `openat`; empty for one that is not in the table
  Access access = Access::unknown;
};

// A system call by its number and the architecture as auditd writes it: `c000003e` is x86_64,
// `c00000b7` aarch64, `40000003` i386. The table has what audit rules watch.
AuditSyscall audit_syscall(std::string_view architecture, std::string_view number);

// The call of that name, where auditd has already written it out.
AuditSyscall audit_syscall(std::string_view name);

// execve, execveat
bool runs_program(std::string_view syscall);

}  // namespace gait::formats
