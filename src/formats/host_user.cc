#include "formats/host_user.h"

#include <fmt/format.h>

#include <charconv>

namespace gait::formats {
namespace {

constexpr unsigned first_login_number = 1000;  // below are the accounts of the system itself

// The number that the whole name is, or -1.
long number_of(std::string_view name) {
  long number = -1;
  const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), number);
  return failure == std::errc{} && end == name.data() + name.size() ? number : -1;
}

}  // namespace

std::string host_user_key(std::string_view host, std::string_view name) {
  return fmt::format("host:{}/user/{}", host, name == "0" ? "root" : name);
}

void name_host_user(std::string_view host, std::string_view name, Caller& who) {
  who.account = host;
  who.key = host_user_key(host, name);
  const long number = number_of(name);
  if (name == "root" || number == 0) {
    who.type = PrincipalType::root;
    who.reason = "the root account of a machine";
  } else if (number > 0 && number < first_login_number) {
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "an account of the system: its number is below 1000";
  } else {
    who.reason = "a login account, which a person or a program may use";
  }
}

void name_host_service(std::string_view host, std::string_view program, Caller& who) {
  who.account = host;
  if (program.starts_with('/')) program.remove_prefix(1);
  who.key = fmt::format("host:{}/svc/{}", host, program);
  who.type = PrincipalType::service_account;
  who.human = Human::no;
  who.reason = "a process that nobody logged in for";
}

std::string host_login_process(std::string_view host, std::string_view process) {
  return fmt::format("host:{}/login/{}", host, process);
}

std::string host_resource(std::string_view host, std::string_view path) {
  return fmt::format("host:{}{}{}", host, path.empty() || path[0] == '/' ? "" : "/", path);
}

std::string_view program_of(std::string_view command) {
  const std::string_view path = command.substr(0, command.find(' '));
  return path.substr(path.rfind('/') + 1);
}

}  // namespace gait::formats
