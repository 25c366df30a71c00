// What sshd of OpenSSH writes to syslog about logins: `Accepted publickey for deploy from
// 203.0.113.7 port 51022 ssh2: ED25519 SHA256:..`, with a certificate `.. ID <key id> (serial N) CA
// ED25519 SHA256:..`. https://github.com/openssh/openssh-portable/blob/master/auth.c
#include <fmt/format.h>

#include "formats/all_formats.h"
#include "formats/host_user.h"
#include "formats/syslog_fields.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  verdict = syslog_field_count,
  method,
  user,
  address,
  fingerprint,
  key_id,
  serial,
  authority,
};

// `for [invalid user ]NAME from ADDRESS port N ssh2`: a name may hold blanks, even ` from `, so the
// last one counts.
void find_names(std::string_view text, Fields& f) {
  const std::size_t port = text.rfind(" port ");
  const std::size_t from = text.substr(0, port).rfind(" from ");
  if (from == std::string_view::npos) return;
  std::string_view name = text.substr(0, from);
  constexpr std::string_view invalid = "invalid user ";
  if (name.starts_with(invalid)) name.remove_prefix(invalid.size());
  f.set(user, name);
  f.set(address, text.substr(from + 6, port - from - 6));
}

// `ED25519-CERT SHA256:.. ID ci-981 (serial 77) CA ED25519 SHA256:..`
void find_key(std::string_view text, Fields& f) {
  const std::size_t print = text.find("SHA256:");
  if (print == std::string_view::npos) return;
  const std::string_view rest = text.substr(print);
  f.set(fingerprint, rest.substr(0, rest.find(' ')));
  const std::size_t id = rest.find(" ID "), number = rest.rfind(" (serial ");
  if (id == std::string_view::npos || number == std::string_view::npos || number < id) return;
  f.set(key_id, rest.substr(id + 4, number - id - 4));
  f.set(serial, text_between(rest.substr(number), "(serial ", ")"));
  const std::string_view signer = rest.substr(number);
  if (const std::size_t at = signer.find("SHA256:"); at != std::string_view::npos)
    f.set(authority, signer.substr(at, signer.find(' ', at) - at));
}

bool is_certificate(const Fields& f) { return f.has(authority); }

class SshdLog final : public TextFormat {
 public:
  SshdLog() {
    constexpr Part who = Part::caller, what = Part::deed;
    name = "sshd";
    fields = syslog_field_specs();
    fields.insert(fields.end(), {{"verdict"},
                                 {"method", who | what},
                                 {"user", who},
                                 {"address"},
                                 {"fingerprint", who},
                                 {"key id", who},
                                 {"serial", who},
                                 {"authority", who}});
  }

  bool owns(std::string_view text) const override {
    const auto line = parse_syslog_line(text);
    return line && (line->program == "sshd" || line->program == "sshd-session" ||
                    line->program == "sshd-auth");
  }
  Place place(std::string_view) const override { return {}; }

  void find(std::string_view record, Fields& f) const override {
    const auto line = parse_syslog_line(record);
    if (!line) return;
    find_syslog_fields(*line, f);
    std::string_view text = line->message;
    const std::string_view said = text.substr(0, text.find(' '));
    if (said != "Accepted" && said != "Failed") return;
    const std::size_t split = text.find(" for ");
    if (split == std::string_view::npos || split <= said.size()) return;
    f.set(verdict, said);
    f.set(method, text.substr(said.size() + 1, split - said.size() - 1));
    text.remove_prefix(split + 5);
    const std::size_t key = text.rfind(" ssh2");
    find_names(text.substr(0, key), f);
    if (key != std::string_view::npos) find_key(text.substr(key), f);
  }

  // The key is the credential; of a certificate it is the serial number that its authority gave.
  Caller caller(const Fields& f) const override {
    Caller who;
    name_host_user(f[syslog_host], f[user], who);
    if (!f.has(fingerprint)) return who;
    const bool is_numbered = is_certificate(f) && !f.is(serial, "0");
    who.credential =
        is_numbered ? fmt::format("{}/{}", f[authority], f[serial]) : std::string(f[fingerprint]);
    who.credential_kind =
        is_certificate(f) ? CredentialKind::ephemeral : CredentialKind::long_lived;
    who.workload = f[key_id];
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = fmt::format("login {}", f[method]);
    return deed;
  }

  std::string resource(const Fields& f) const override { return host_resource(f[syslog_host], {}); }

  // The login makes a session; auditd knows it by the process that let it in.
  void tell(const Fields& f, Told& told) const override {
    if (!f.has(verdict)) told.ignored = "neither a login nor a refused one";
    tell_syslog_time(f, told);
    told.address = f.raw(address);
    told.outcome = f.is(verdict, "Accepted") ? Outcome::success : Outcome::denied;
    if (f.has(verdict) && f.has(syslog_process))
      told.minted = Minted{host_login_process(f[syslog_host], f[syslog_process]),
                           host_user_key(f[syslog_host], f[user]),
                           {},
                           {},
                           false};
  }
};

}  // namespace

const TextFormat& sshd_log() {
  static const SshdLog format;
  return format;
}

}  // namespace gait::formats
