#include "formats/auditd_syscall.h"

#include <algorithm>
#include <array>

namespace gait::formats {
namespace {

struct Row {
  std::string_view name, x86_64, aarch64, i386;  // numbers; empty where there is no such call
  Access access = Access::write;
};
// Linux: arch/x86/entry/syscalls/syscall_64.tbl, syscall_32.tbl, include/uapi/asm-generic/unistd.h
constexpr std::array rows{
    Row{"execve", "59", "221", "11"},
    Row{"execveat", "322", "281", "358"},
    Row{"open", "2", "", "5", Access::unknown},
    Row{"openat", "257", "56", "295", Access::unknown},
    Row{"openat2", "437", "437", "437", Access::unknown},
    Row{"creat", "85", "", "8"},
    Row{"truncate", "76", "45", "92"},
    Row{"ftruncate", "77", "46", "93"},
    Row{"unlink", "87", "", "10"},
    Row{"unlinkat", "263", "35", "301"},
    Row{"rmdir", "84", "", "40"},
    Row{"rename", "82", "", "38"},
    Row{"renameat", "264", "38", "302"},
    Row{"renameat2", "316", "276", "353"},
    Row{"link", "86", "", "9"},
    Row{"linkat", "265", "37", "303"},
    Row{"symlink", "88", "", "83"},
    Row{"symlinkat", "266", "36", "304"},
    Row{"chmod", "90", "", "15"},
    Row{"fchmod", "91", "52", "94"},
    Row{"fchmodat", "268", "53", "306"},
    Row{"chown", "92", "", "182"},
    Row{"fchown", "93", "55", "95"},
    Row{"lchown", "94", "", "16"},
    Row{"fchownat", "260", "54", "298"},
    Row{"setxattr", "188", "5", "226"},
    Row{"removexattr", "197", "14", "235"},
    Row{"setuid", "105", "146", "23"},
    Row{"setgid", "106", "144", "46"},
    Row{"setreuid", "113", "145", "70"},
    Row{"setresuid", "117", "147", "164"},
    Row{"mount", "165", "40", "21"},
    Row{"umount2", "166", "39", "52"},
    Row{"ptrace", "101", "117", "26"},
    Row{"init_module", "175", "105", "128"},
    Row{"finit_module", "313", "273", "350"},
    Row{"delete_module", "176", "106", "129"},
    Row{"bpf", "321", "280", "357"},
    Row{"connect", "42", "203", "362"},
    Row{"bind", "49", "200", "361"},
    Row{"settimeofday", "164", "170", "79"},
    Row{"adjtimex", "159", "171", "124"},
    Row{"clock_settime", "227", "112", "264"},
    Row{"sethostname", "170", "161", "74"},
};

AuditSyscall find(std::string_view Row::*column, std::string_view text) {
  const auto row = std::ranges::find(rows, text, column);
  return row == rows.end() || text.empty() ? AuditSyscall{} : AuditSyscall{row->name, row->access};
}

}  // namespace

AuditSyscall audit_syscall(std::string_view architecture, std::string_view number) {
  if (architecture == "c000003e") return find(&Row::x86_64, number);
  if (architecture == "c00000b7") return find(&Row::aarch64, number);
  return architecture == "40000003" ? find(&Row::i386, number) : AuditSyscall{};
}

AuditSyscall audit_syscall(std::string_view name) { return find(&Row::name, name); }

bool runs_program(std::string_view syscall) { return syscall == "execve" || syscall == "execveat"; }

}  // namespace gait::formats
