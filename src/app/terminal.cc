#include "app/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace gait::app {

report::TextOptions text_options() {
  report::TextOptions options;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (isatty(STDOUT_FILENO) == 0) return options;
  options.colour = (no_colour == nullptr || *no_colour == 0) &&
                   (terminal == nullptr || std::string_view(terminal) != "dumb");
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    options.width = std::clamp<int>(size.ws_col, 40, 140);
  return options;
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

void say(std::string_view line) { fmt::print(stderr, "{}\n", line); }

void complain(std::string_view message) { fmt::print(stderr, "gait: {}\n", message); }

}  // namespace gait::app
