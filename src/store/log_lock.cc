#include "store/log_lock.h"

#include <fmt/format.h>
#include <unistd.h>

namespace gait::store {

Result<File> lock_log(const LogFolder& folder) {
  constexpr std::size_t bytes_max = 32;
  TRY(File file, File::open(folder.lock(), File::Mode::create));
  TRY(const bool locked, file.lock());
  if (!locked) {
    auto holder = read_file(folder.lock(), bytes_max);
    const std::string who = holder && !holder->empty()
                                ? "process " + holder->substr(0, holder->find('\n'))
                                : "another process";
    return Error{Error::Code::conflict,
                 fmt::format("`{}` is being written by {}; stop it first, or record into another "
                             "folder",
                             folder.path, who)};
  }
  TRY_STATUS(file.truncate(0));
  TRY_STATUS(file.write_at(fmt::format("{}\n", ::getpid()), 0));
  return file;
}

}  // namespace gait::store
