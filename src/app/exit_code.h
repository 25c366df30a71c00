#pragma once

namespace gait::app {

// What the program says to scripts (docs/cli.md).
enum ExitCode : int {
  exit_done = 0,
  exit_findings = 1,  // findings at or above --fail-on
  exit_usage = 2,     // wrong usage
  exit_input = 3,     // input could not be read
  exit_record = 4,    // a record does not verify
};

}  // namespace gait::app
