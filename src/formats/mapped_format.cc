#include "formats/mapped_format.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "formats/json_lookup.h"
#include "formats/log_time.h"

namespace gait::formats {
namespace {

// The place of a word in the names of an enum; `otherwise` where it is none of them.
template <class Enum, std::size_t n>
Enum word_in(const std::array<std::string_view, n>& names, std::string_view word, Enum otherwise) {
  const auto found = std::ranges::find(names, word);
  return found == names.end() ? otherwise : static_cast<Enum>(found - names.begin());
}

Human human_of(const std::string& word) {
  if (word == "true" || word == "yes") return Human::yes;
  return word == "false" || word == "no" ? Human::no : Human::unknown;
}

double number_of(const std::string& text) {
  double value = -1;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && value >= 0 && value < 1e18 ? value : -1;
}

// As strptime(3) of POSIX reads it; without `%z` it is UTC.
bool read_by_pattern(const std::string& text, const std::string& pattern, Timestamp& time) {
  std::tm parts{};
  const char* const end = ::strptime(text.c_str(), pattern.c_str(), &parts);
  if (end == nullptr || *end != '\0') return false;
  const long offset = parts.tm_gmtoff;  // timegm sets it to zero
  time = Timestamp::from_seconds(::timegm(&parts) - offset);
  return true;
}

}  // namespace

// A mapping is recognised by its own marks, so every record that bears them is its own.
bool MappedFormat::owns(const Fields& f) const { return !action.of(f).empty(); }

Caller MappedFormat::caller(const Fields& f) const {
  Caller who;
  who.key = key.of(f);
  who.account = account.of(f);
  who.workload = workload.of(f);
  who.credential = credential.of(f);
  who.delegator = delegator.of(f);
  who.type = word_in(principal_type_names, type.of(f), PrincipalType::unknown);
  who.human = human_of(human.of(f));
  who.reason = "as the mapping file says";
  who.credential_kind =
      word_in(credential_kind_names, credential_kind.of(f), CredentialKind::unknown);
  return who;
}

Deed MappedFormat::deed(const Fields& f) const {
  Deed deed;
  deed.action = action.of(f);
  deed.access = word_in(access_names, access.of(f), Access::unknown);
  deed.command = command.of(f);
  return deed;
}

std::string MappedFormat::resource(const Fields& f) const { return resource_name.of(f); }

void MappedFormat::tell(const Fields& f, Told& told) const {
  if (!ignored.empty()) {
    const JsonLookup lookup(f.record());
    const auto holds_here = [&](const Condition& condition) {
      return holds(condition, [&lookup](const FieldPath& path) { return lookup(path); });
    };
    if (std::ranges::any_of(ignored, holds_here)) told.ignored = "the mapping file ignores it";
  }
  const std::string when = time.of(f);
  const bool is_read = when.empty() ? false
                       : time_form == MappedTime::strptime
                           ? read_by_pattern(when, time_pattern, told.when)
                           : read_log_time(when, told.when);
  if (!is_read) told.malformed = when.empty() ? "no time" : "a time that cannot be read";
  told.event = told.keep(event.of(f));
  told.address = told.keep(address.of(f));
  told.user_agent = told.keep(user_agent.of(f));
  told.region = told.keep(region.of(f));
  told.session = session.of(f);
  told.parent = parent.of(f);
  told.outcome =
      word_in(outcome_names, result.of(f), result.is_given() ? Outcome::error : Outcome::success);
  const double in = number_of(bytes_in.of(f)), out = number_of(bytes_out.of(f));
  told.bytes = in < 0 ? out : out < 0 ? in : in + out;
  if (const double things = number_of(count.of(f)); things >= 1)
    told.count = static_cast<std::uint32_t>(std::min(things, 1e9));
}

}  // namespace gait::formats
