#include "record/holds.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "record/json_text.h"

namespace gait::record {
namespace {

constexpr std::size_t text_bytes_max = 2048;

std::string member(std::string_view name, std::string_view text) {
  std::string out = fmt::format(R"(,"{}":)", name);
  append_json_string(out, text, text_bytes_max);
  return out;
}

std::string time_member(std::string_view name, Timestamp time) {
  std::string out;
  if (time.ns <= 0) return out;
  append_rfc3339_ns(out, time);
  return member(name, out);
}

std::string body_of(const std::string& members, const Reason& reason) {
  const std::string all = members + member("why", reason.why) + member("by", reason.by);
  return '{' + all.substr(1) + '}';
}

// The texts and numbers of a body.
class Body {
 public:
  explicit Body(const std::string& raw) {
    ok_ = parser_.parse(raw).get(root_) == simdjson::SUCCESS;
  }

  std::string text(const char* name, bool needed) {
    std::string_view value;
    const bool found = ok_ && root_[name].get(value) == simdjson::SUCCESS;
    ok_ &= found || !needed;
    return std::string(found ? value : "");
  }
  Timestamp time(const char* name) {
    const std::string written = text(name, false);
    Timestamp time;
    ok_ &= written.empty() || parse_rfc3339(written, time);
    return time;
  }
  std::uint64_t number(const char* name) {
    std::uint64_t value = 0;
    ok_ = ok_ && root_[name].get(value) == simdjson::SUCCESS;
    return value;
  }
  bool ok() const { return ok_; }

 private:
  simdjson::dom::parser parser_;
  simdjson::dom::element root_;
  bool ok_ = false;
};

bool may_be(const std::string& held, const std::optional<std::vector<std::string>>& removed) {
  return held.empty() || !removed || std::ranges::find(*removed, held) != removed->end();
}

}  // namespace

bool may_cover(const Hold& hold, const Removal& removal) {
  const bool ends_before = removal.latest && hold.from.ns > 0 && *removal.latest < hold.from;
  const bool begins_behind =
      removal.earliest && hold.until.ns > 0 && *removal.earliest >= hold.until;
  return may_be(hold.identity, removal.identities) && may_be(hold.session, removal.sessions) &&
         !ends_before && !begins_behind;
}

Status RecordState::apply(const Entry& entry) {
  if (entry.source != "gait") return Nothing{};
  const bool is_known = entry.kind == "hold" || entry.kind == "release" ||
                        entry.kind == "erasure" || entry.kind == "prune";
  if (!is_known) return Nothing{};
  Body body(entry.raw);
  if (entry.kind == "hold") {
    Hold hold{body.text("id", true), entry.identity, entry.session, body.time("from"),
              body.time("until")};
    // A second hold of the same name must not loosen the first.
    if (body.ok() && !holds_.emplace(hold.id, hold).second && holds_[hold.id] != hold)
      holds_[hold.id] = {hold.id, {}, {}, {}, {}};
  } else if (entry.kind == "release") {
    const std::string id = body.text("id", true);
    if (body.ok()) holds_.erase(id);
  } else if (entry.kind == "erasure") {
    const std::string key = body.text("key", true);
    if (body.ok()) erased_keys_.insert(key);
  } else {
    const std::uint64_t minimum = body.number("minimum_index");
    if (body.ok()) minimum_index_ = std::max(minimum_index_, minimum);
  }
  if (body.ok()) return Nothing{};
  return Error{Error::Code::corrupt, fmt::format("entry {} is a `{}` that cannot be read; nothing "
                                                 "may be removed from this record",
                                                 entry.index, entry.kind)};
}

const Hold* RecordState::hold_over(const Removal& removal) const {
  for (const auto& [id, hold] : holds_)
    if (may_cover(hold, removal)) return &hold;
  return nullptr;
}

std::string hold_body(const Hold& hold, const Reason& reason) {
  return body_of(
      member("id", hold.id) + time_member("from", hold.from) + time_member("until", hold.until),
      reason);
}

std::string release_body(std::string_view id, const Reason& reason) {
  return body_of(member("id", id), reason);
}

std::string erasure_body(std::string_view key_id, const Reason& reason) {
  return body_of(member("key", key_id), reason);
}

std::string prune_body(std::uint64_t minimum_index, const Hash& root_of_all, std::uint64_t size,
                       const Reason& reason) {
  return body_of(fmt::format(R"(,"minimum_index":{},"size":{},"root":"{}")", minimum_index, size,
                             to_hex(bytes_of(root_of_all))),
                 reason);
}

}  // namespace gait::record
