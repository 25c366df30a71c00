#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace gait::formats {

// What was found of the fields of one record, by their place in the format's list. Views into the
// record; valid until the next record is read.
class Fields {
 public:
  // `first_slots` says where the paths of each field begin, and last where they end.
  explicit Fields(std::vector<std::uint16_t> first_slots)
      : slots_(first_slots.back()), first_slots_(std::move(first_slots)) {}

  // The text of a field: of a string its meaning, of a number or truth value its digits or letters,
  // of an object or array its JSON. Empty when it is absent or null.
  std::string_view operator[](std::size_t field) const {
    const std::string_view found = raw(field);
    return found.find('\\') == std::string_view::npos ? found : unescaped(field);
  }

  // The same as it stands in the record, escapes and all.
  std::string_view raw(std::size_t field) const {
    const Slot* slot = find(field);
    return slot == nullptr ? std::string_view() : slot->raw;
  }

  // Whether it is a string, so that JSON in it is escaped.
  bool is_string(std::size_t field) const {
    const Slot* slot = find(field);
    return slot != nullptr && slot->is_string;
  }

  bool has(std::size_t field) const { return find(field) != nullptr; }
  bool is(std::size_t field, std::string_view text) const { return raw(field) == text; }
  // The first of two fields that is there.
  std::string_view either(std::size_t a, std::size_t b) const {
    return has(a) ? (*this)[a] : (*this)[b];
  }
  // A number that is not negative, or -1.
  double number(std::size_t field) const;

  // The JSON of the object that the record is; of a row, its own.
  std::string_view record() const { return record_; }

  // What the surroundings of the record say of where it comes from: a cluster or tenant; or empty.
  std::string_view scope() const { return scope_; }
  void set_scope(std::string_view scope) { scope_ = scope; }

  // Nothing that is told can be later: for times without a year. 0 when that is not known.
  Timestamp received() const { return received_; }
  void set_received(Timestamp time) { received_ = time; }

  // For who finds fields in other than JSON: room for `count` of them, a new record, and what one
  // of its fields is.
  static Fields plain(std::size_t count) {
    std::vector<std::uint16_t> first_slots(count + 1);
    std::iota(first_slots.begin(), first_slots.end(), std::uint16_t{0});
    return Fields(std::move(first_slots));
  }
  void begin(std::string_view record) {
    slots_.assign(slots_.size(), {});
    record_ = record;
  }
  void set(std::size_t field, std::string_view raw) { slots_[first_slots_[field]].raw = raw; }

 private:
  friend class FieldReader;

  struct Slot {
    std::string_view raw;
    bool is_string = false;
  };

  const Slot* find(std::size_t field) const {
    for (std::size_t i = first_slots_[field]; i < first_slots_[field + 1]; ++i)
      if (!slots_[i].raw.empty()) return &slots_[i];
    return nullptr;
  }
  std::string_view unescaped(std::size_t field) const;

  std::vector<Slot> slots_;                 // of every path, in the order of the fields
  std::vector<std::uint16_t> first_slots_;  // of each field, and the end
  std::string_view record_, scope_;
  Timestamp received_;
  mutable std::deque<std::string> kept_;  // texts that were unescaped
  mutable std::size_t kept_used_ = 0;
};

}  // namespace gait::formats
