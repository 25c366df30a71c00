#pragma once

#include <string>
#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

// `host:<host>/user/<name>`: an account of one machine. Without its name its number stands there.
std::string host_user_key(std::string_view host, std::string_view name);

// Fills in who a login account of a machine is. `name` is its name or, where only that is known,
// its number.
void name_host_user(std::string_view host, std::string_view name, Caller& who);

// Fills in a process that nobody logged in for: `host:<host>/svc/usr/sbin/cron`.
void name_host_service(std::string_view host, std::string_view program, Caller& who);

// `host:<host>/login/<process id>`: the process that let a login in, as the credential behind its
// session. Numbers of processes come again, so it is of its time.
std::string host_login_process(std::string_view host, std::string_view process);

// `host:<host>/usr/bin/cat`; of the machine as a whole `host:<host>`.
std::string host_resource(std::string_view host, std::string_view path);

// The program of a command line, without its folder: `curl`.
std::string_view program_of(std::string_view command);

}  // namespace gait::formats
