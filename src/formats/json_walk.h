#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace gait::formats {

// Bytes indexed at once: the index of a block stays in the second-level cache.
inline constexpr std::size_t block_bytes = 256 * 1024;

// Where the words of a piece of JSON begin: one position for every bracket, colon, comma and for
// the first byte of every string and scalar outside of strings. This is simdjson's first stage,
// which also proves that the text is UTF-8 and that no string holds a raw control character.
//
// The text may be many values in a row, or a part of one, but must not begin inside a string.
class BlockIndex {
 public:
  enum class Fault { none, not_utf8, control_character, open_string, too_large };

  BlockIndex();
  ~BlockIndex();
  BlockIndex(BlockIndex&&) noexcept;
  BlockIndex& operator=(BlockIndex&&) noexcept;

  // On a fault there are no positions. Text without any word is no fault.
  Fault build(std::string_view text);

  // Valid until the next `build`; one more position than `size()` may be read and is the length
  // of the text.
  const std::uint32_t* positions() const { return positions_; }
  std::size_t size() const { return size_; }

 private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
  std::size_t capacity_ = 0;
  const std::uint32_t* positions_ = nullptr;
  std::size_t size_ = 0;
};

// What a fault is called in a message.
std::string_view fault_text(BlockIndex::Fault fault);

// The first 8 bytes of a key as a number, padded with zeroes: the label of a `case`.
constexpr std::uint64_t key_head(std::string_view key) {
  std::uint64_t head = 0;
  for (std::size_t i = 0; i < key.size() && i < 8; ++i)
    head |= static_cast<std::uint64_t>(static_cast<unsigned char>(key[i])) << (8 * i);
  return head;
}

// A key as it stands in the text, escapes and all.
struct JsonKey {
  std::string_view text;
  std::uint64_t head = 0;

  // The same for a name whose head is known; of a short one that is all there is to compare.
  [[gnu::always_inline]] bool is(std::string_view name, std::uint64_t name_head) const {
    return head == name_head && text.size() == name.size() &&
           (name.size() <= 8 || std::memcmp(text.data(), name.data(), name.size()) == 0);
  }

  [[gnu::always_inline]] bool is(std::string_view name) const {
    return text.size() == name.size() && std::memcmp(text.data(), name.data(), name.size()) == 0;
  }
};

// Reads JSON by walking from word to word over a block's positions; never outside of them.
//
// It checks the grammar where it looks and the balance of brackets where it skips, so what it
// accepts is a superset of JSON: `{"a":tru}` passes, a cut or run-together record does not. At the
// first fault it stops for good; `stop()` says why. Values nested deeper than `depth_max` are a
// fault. The text must have `padding_bytes` readable bytes behind it.
class JsonWalk {
 public:
  enum class Stop : std::uint8_t { none, malformed, end };  // `end`: the text ran out
  static constexpr int depth_max = 64;

  JsonWalk(const char* text, const std::uint32_t* from, const std::uint32_t* end)
      : text_(text), at_(from), end_(end) {}

  // A walk of the same text that stands elsewhere.
  JsonWalk from(const std::uint32_t* at) const { return {text_, at, end_}; }

  bool at_end() const { return at_ >= end_; }
  char peek() const { return at_ < end_ ? text_[*at_] : '\0'; }
  const std::uint32_t* at() const { return at_; }
  std::size_t offset() const { return *at_; }  // at the end it is the length of the text
  // Behind the bracket just moved past.
  std::size_t end_offset() const { return at_[-1] + std::size_t{1}; }
  Stop stop() const { return stop_; }
  void advance() { ++at_; }

  bool fail(Stop why = Stop::malformed) {
    if (stop_ == Stop::none) stop_ = why;
    return false;
  }

  // Calls `on_value(key)` for every member of the object here; it must move past the value and
  // return true, or return false to stop.
  template <class OnValue>
  bool object(OnValue&& on_value) {
    if (peek() != '{') return fail(why_here());
    if (++depth_ > depth_max) return fail();
    ++at_;
    if (peek() == '}') return leave();
    for (;;) {
      JsonKey key;
      if (!read_key(key) || !on_value(key)) return false;
      if (peek() == ',') [[likely]] {
        ++at_;
        continue;
      }
      if (peek() == '}') return leave();
      return fail(why_here());
    }
  }

  // The same for the elements of an array: `on_element()` must move past one.
  template <class OnElement>
  bool array(OnElement&& on_element) {
    if (peek() != '[') return fail(why_here());
    if (++depth_ > depth_max) return fail();
    ++at_;
    if (peek() == ']') return leave();
    for (;;) {
      if (!on_element()) return false;
      if (peek() == ',') {
        ++at_;
        continue;
      }
      if (peek() == ']') return leave();
      return fail(why_here());
    }
  }

  // Moves past the value here, whatever it is.
  bool skip() {
    const char c = peek();
    if (c == '{' || c == '[') return skip_nested();
    if (c == ',' || c == ':' || c == '}' || c == ']' || c == '\0') return fail(why_here());
    ++at_;
    return true;
  }

  // Takes the string here as it stands between its quotes; any other value is moved past and
  // leaves `value` alone.
  bool text(std::string_view& value) {
    if (peek() != '"') [[unlikely]]
      return skip();
    value = string_at(at_);
    ++at_;
    return true;
  }

  // Takes a number, true, false or null as text; other values as `text` does.
  bool scalar(std::string_view& value) {
    const char c = peek();
    if (c == '"' || c == '{' || c == '[') return text(value);
    if (!skip()) return false;
    const char* first = text_ + at_[-1];
    value = {first, trimmed_length(first, text_ + *at_)};
    return true;
  }

 private:
  Stop why_here() const { return at_end() ? Stop::end : Stop::malformed; }

  bool leave() {
    --depth_;
    ++at_;
    return true;
  }

  bool read_key(JsonKey& key) {
    if (end_ - at_ < 3) [[unlikely]]
      return fail(Stop::end);
    if (text_[at_[0]] != '"' || text_[at_[1]] != ':') [[unlikely]]
      return fail();
    key.text = string_at(at_);
    std::uint64_t head;  // 8 bytes from the key on: the padding makes it safe
    std::memcpy(&head, key.text.data(), sizeof head);
    if (key.text.size() < 8) head &= (std::uint64_t{1} << (8 * key.text.size())) - 1;
    key.head = head;
    at_ += 2;
    return true;
  }

  // The last byte of a string before the next word, white space aside, is its closing quote.
  std::string_view string_at(const std::uint32_t* at) const {
    const char* first = text_ + at[0] + 1;
    const char* last = text_ + at[1] - 1;
    while (*last != '"') --last;
    return {first, static_cast<std::size_t>(last - first)};
  }

  static std::size_t trimmed_length(const char* first, const char* last) {
    while (last > first &&
           (last[-1] == ' ' || last[-1] == '\n' || last[-1] == '\r' || last[-1] == '\t'))
      --last;
    return static_cast<std::size_t>(last - first);
  }

  bool skip_nested();

  const char* text_;
  const std::uint32_t* at_;
  const std::uint32_t* end_;
  int depth_ = 0;
  Stop stop_ = Stop::none;
};

// The meaning of a string that stands escaped between its quotes. Without a backslash it is
// `raw` itself; else it is written into `scratch`. A wrong escape or half a surrogate pair
// becomes U+FFFD. `scratch` must outlive the result.
std::string_view unescape(std::string_view raw, std::string& scratch);

}  // namespace gait::formats
