#include "formats/field_reader.h"

#include <algorithm>
#include <array>

namespace gait::formats {
namespace {

// How the elements of a list of pairs call their two sides. What holds a value may itself hold it:
// `{"key":"a","value":{"stringValue":"b"}}`, as in OTLP.
constexpr std::array<std::string_view, 4> key_names{"key", "name", "displayName", "type"};

bool is_value_name(std::string_view name) {
  return name == "value" || name == "newValue" || name.ends_with("Value");
}

bool same_letters(std::string_view text, std::string_view lower) {
  const auto is_same = [](char c, char small) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == small;
  };
  return std::ranges::equal(text, lower, is_same);
}

}  // namespace

bool FieldReader::read(JsonWalk& walk, const std::function<void()>& on_row) {
  found_.kept_used_ = 0;
  const std::size_t from = walk.offset();
  if (!level(walk, 0)) return false;
  if (table_.levels_.size() > 1) return rows(walk, 1, on_row);
  found_.record_ = {text_ + from, walk.end_offset() - from};
  on_row();
  return true;
}

// Reads one object of a level.
bool FieldReader::level(JsonWalk& walk, std::size_t level) {
  for (const std::uint16_t slot : table_.levels_[level].slots) found_.slots_[slot] = {};
  level_ = level;
  return object(walk, table_.nodes_[table_.levels_[level].root]);
}

// Goes through the lists of a level that were found last.
bool FieldReader::rows(const JsonWalk& whole, std::size_t level_below,
                       const std::function<void()>& on_row) {
  std::vector<List> own;
  std::ranges::copy_if(lists_, std::back_inserter(own),
                       [&](const List& list) { return list.level == level_below; });
  std::erase_if(lists_, [&](const List& list) { return list.level == level_below; });
  const bool is_last = level_below + 1 == table_.levels_.size();
  for (const List& list : own) {
    JsonWalk walk = whole.from(list.at);
    const bool read = walk.array([&] {
      if (walk.peek() != '{' || row_count_ == FieldTable::rows_max) return walk.skip();
      const std::size_t from = walk.offset();
      if (!level(walk, level_below)) return false;
      if (!is_last) return rows(whole, level_below + 1, on_row);
      found_.record_ = {text_ + from, walk.end_offset() - from};
      ++row_count_;
      on_row();
      return true;
    });
    if (!read) return false;
  }
  return true;
}

bool FieldReader::value(JsonWalk& walk, const FieldTable::Node& node) {
  const char c = walk.peek();
  const bool is_nested = c == '{' || c == '[';
  if (node.slot == FieldTable::none) return is_nested ? inside(walk, node) : walk.skip();
  if (is_nested) {
    const std::size_t from = walk.offset();
    if (!inside(walk, node)) return false;
    take(node.slot, {text_ + from, walk.end_offset() - from}, false);
    return true;
  }
  std::string_view raw;
  if (!walk.scalar(raw)) return false;
  if (c != 'n') take(node.slot, raw, c == '"');
  return true;
}

bool FieldReader::inside(JsonWalk& walk, const FieldTable::Node& node) {
  if (walk.peek() == '{') return node.members.empty() ? walk.skip() : object(walk, node);
  return node.is_leaf() ? walk.skip() : array(walk, node);
}

bool FieldReader::object(JsonWalk& walk, const FieldTable::Node& node) {
  const bool any_case = table_.letters_ == FieldTable::Case::ignored;
  return walk.object([&](const JsonKey& key) {
    if ((node.heads & FieldTable::head_bit(key.head)) == 0) return walk.skip();
    for (const FieldTable::Member& member : node.members) {
      const bool is_it =
          any_case ? same_letters(key.text, member.name) : key.is(member.name, member.head);
      if (is_it) return value(walk, table_.nodes_[member.node]);
    }
    return walk.skip();
  });
}

bool FieldReader::array(JsonWalk& walk, const FieldTable::Node& node) {
  if (node.is_list) {
    lists_.push_back({level_ + 1, walk.at()});
    return walk.skip();
  }
  std::size_t index = 0;
  return walk.array([&] {
    const std::size_t here = index++;
    if (!node.keyed.empty() && walk.peek() == '{') return keyed(walk, node);
    for (const FieldTable::Element& element : node.elements)
      if (element.index == here) return value(walk, table_.nodes_[element.node]);
    return node.any == FieldTable::none ? walk.skip() : value(walk, table_.nodes_[node.any]);
  });
}

// An element `{"key": .., "value": ..}` of a list of pairs.
bool FieldReader::keyed(JsonWalk& walk, const FieldTable::Node& node) {
  std::string_view name;
  const std::uint32_t* value_at = nullptr;
  const bool whole = walk.object([&](const JsonKey& key) {
    const bool is_key = std::ranges::find(key_names, key.text) != key_names.end();
    if (is_key && name.empty()) return walk.text(name);
    if (value_at == nullptr && is_value_name(key.text)) value_at = walk.at();
    return walk.skip();
  });
  if (!whole) return false;
  if (value_at == nullptr) return true;
  for (const FieldTable::Member& member : node.keyed)
    if (member.name == name) return keyed_value(walk.from(value_at), table_.nodes_[member.node]);
  return true;
}

bool FieldReader::keyed_value(JsonWalk walk, const FieldTable::Node& node) {
  if (walk.peek() != '{' || !node.members.empty()) return value(walk, node);
  bool taken = false;
  const JsonWalk object = walk;
  const bool whole = walk.object([&](const JsonKey& key) {
    if (taken || !is_value_name(key.text)) return walk.skip();
    taken = true;
    return value(walk, node);
  });
  if (taken || !whole) return whole;
  JsonWalk again = object;
  return value(again, node);
}

void FieldReader::take(std::uint16_t slot, std::string_view raw, bool is_string) {
  Fields::Slot& place = found_.slots_[slot];
  if (place.raw.empty()) place = {raw, is_string};
}

}  // namespace gait::formats
