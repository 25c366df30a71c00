#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace gait::app {

// A command prepared from its arguments; returns the exit code.
using Command = std::function<int()>;

// Each adds one command with its help to the program, and sets `chosen` when it is called.
void add_scan(CLI::App& app, Command& chosen);
void add_simulate(CLI::App& app, Command& chosen);
void add_demo(CLI::App& app, Command& chosen);
void add_identities(CLI::App& app, Command& chosen);
void add_profile(CLI::App& app, Command& chosen);
void add_findings(CLI::App& app, Command& chosen);
void add_marks(CLI::App& findings, Command& chosen);  // commands of `findings`
void add_explain(CLI::App& app, Command& chosen);
void add_doctor(CLI::App& app, Command& chosen);
void add_record(CLI::App& app, Command& chosen);
void add_record_verify(CLI::App& record, Command& chosen);  // commands of `record`
void add_record_find(CLI::App& record, Command& chosen);
void add_record_prove(CLI::App& record, Command& chosen);
void add_record_export(CLI::App& record, Command& chosen);
void add_record_session(CLI::App& record, Command& chosen);
void add_record_status(CLI::App& record, Command& chosen);
void add_record_hold(CLI::App& record, Command& chosen);
void add_record_release(CLI::App& record, Command& chosen);
void add_record_erase(CLI::App& record, Command& chosen);
void add_record_cosign(CLI::App& record, Command& chosen);

// The whole program. Exit codes are those of exit_code.h.
int run(int argument_count, char** arguments);

}  // namespace gait::app
