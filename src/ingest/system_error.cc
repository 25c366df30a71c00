#include "ingest/system_error.h"

#include <cerrno>
#include <system_error>

namespace gait::ingest {

Error system_error(int error_number) {
  using enum Error::Code;
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return {not_found, "no such file or folder; check the path"};
    case EACCES:
    case EPERM:
      return {unavailable, "permission denied; run as a user that may use it"};
    case EISDIR:
      return {invalid, "is a folder, not a file"};
    case ELOOP:
      return {invalid, "its symbolic links go round in a circle"};
    case ENOSPC:
      return {unavailable, "no space left on the disk; free some and run again"};
    case EMFILE:
    case ENFILE:
      return {unavailable, "too many open files; raise the limit with `ulimit -n`"};
  }
  return {unavailable, std::generic_category().message(error_number)};
}

}  // namespace gait::ingest
