#include "identity/changes_ndjson.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/hash.h"
#include "identity/change_window.h"

namespace gait::identity {
namespace {

constexpr std::size_t changes_max = 100'000;
constexpr std::size_t line_bytes_max = 1U << 20U;
constexpr std::size_t identities_max = 1000;  // that one change may name

ChangeType type_named(std::string_view name) {
  const auto known = std::ranges::find(change_type_names, name);
  if (known == change_type_names.end()) return ChangeType::other;
  return static_cast<ChangeType>(known - change_type_names.begin());
}

Error invalid(std::string message) { return {Error::Code::invalid, std::move(message)}; }

class Reader {
 public:
  ChangesFile read(std::string_view text) && {
    while (!text.empty()) {
      ++line_;
      const std::size_t end = std::min(text.find('\n'), text.size());
      read_line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(file_);
  }

 private:
  void read_line(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    line = line.substr(0, line.find_last_not_of(blanks) + 1);
    if (line.empty()) return;
    auto change = read_change(line);
    if (!change)
      add_problem(file_.problems, line_, change.error().message + "; the line is skipped");
    else if (file_.changes.size() >= changes_max)
      add_problem(file_.problems, line_, fmt::format("more than {} changes", changes_max));
    else
      file_.changes.push_back(*std::move(change));
  }

  Result<Change> read_change(std::string_view line) {
    if (line.size() > line_bytes_max)
      return invalid(fmt::format("longer than {} bytes", line_bytes_max));
    simdjson::dom::element root;
    if (auto wrong = parser_.parse(line.data(), line.size()).get(root))
      return invalid(fmt::format("not JSON: {}", simdjson::error_message(wrong)));
    simdjson::dom::object object;
    if (root.get(object)) return invalid("not a JSON object");

    Change change;
    TRY(const auto time, read_time(object, "time"));
    if (!time) return invalid("no `time`");
    change.time = *time;
    TRY(const std::string type, read_text(object, "type"));
    change.type = type_named(type);
    TRY(change.id, read_id(object));
    if (change.id.empty()) change.id = fmt::format("change-{:016x}", hash64(line));
    TRY(change.service, read_text(object, "service"));
    TRY(change.environment, read_text(object, "environment"));
    TRY(change.by, read_text(object, "by"));
    TRY(change.version, read_text(object, "version"));
    TRY(change.summary, read_text(object, "summary"));
    TRY(change.identities, read_identities(object));
    TRY_STATUS(read_window(object, change));
    return change;
  }

  // A window that begins long after it was announced ends so much later, too.
  Status read_window(const simdjson::dom::object& object, Change& change) {
    TRY(const auto start, read_time(object, "window_start"));
    TRY(const auto end, read_time(object, "window_end"));
    if (start && end && *end < *start) return invalid("`window_end` is before `window_start`");
    const Timestamp from = start ? std::max(*start, change.time) : change.time;
    const ChangeWindow usual = announced_window(change.type, from);
    change.window_end = end ? *end : usual.end;
    change.window_start = start ? *start : std::min(usual.start, change.window_end);
    return Nothing{};
  }

  // Missing and null are one.
  std::optional<simdjson::dom::element> find(const simdjson::dom::object& object,
                                             std::string_view key) const {
    simdjson::dom::element value;
    if (object.at_key(key).get(value) || value.is_null()) return std::nullopt;
    return value;
  }

  Result<std::string> read_text(const simdjson::dom::object& object, std::string_view key) {
    const auto value = find(object, key);
    std::string_view text;
    if (value && value->get(text)) return invalid(fmt::format("`{}` is not a text", key));
    return std::string(text);
  }

  // Ticket systems number their changes.
  Result<std::string> read_id(const simdjson::dom::object& object) {
    const auto value = find(object, "id");
    std::int64_t number = 0;
    if (value && !value->get(number)) return fmt::format("{}", number);
    return read_text(object, "id");
  }

  Result<std::optional<Timestamp>> read_time(const simdjson::dom::object& object,
                                             std::string_view key) {
    TRY(const std::string text, read_text(object, key));
    if (text.empty()) return std::optional<Timestamp>();
    Timestamp time;
    if (!parse_rfc3339(text, time))
      return invalid(
          fmt::format("`{}` of `{}` is not a time; write it as 2026-11-21T10:00:00Z", text, key));
    return std::optional(time);
  }

  Result<std::vector<std::string>> read_identities(const simdjson::dom::object& object) {
    std::vector<std::string> identities;
    const auto value = find(object, "identities");
    if (!value) return identities;
    simdjson::dom::array array;
    if (value->get(array) || array.size() > identities_max)
      return invalid(fmt::format("`identities` is not a list of at most {}", identities_max));
    for (const simdjson::dom::element element : array) {
      std::string_view identity;
      if (element.get(identity) || identity.empty())
        return invalid("`identities` holds something that is not the key of an identity");
      identities.emplace_back(identity);
    }
    return identities;
  }

  simdjson::dom::parser parser_;
  std::size_t line_ = 0;
  ChangesFile file_;
};

}  // namespace

ChangesFile parse_changes_ndjson(std::string_view text) { return Reader().read(text); }

}  // namespace gait::identity
