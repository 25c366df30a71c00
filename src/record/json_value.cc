#include <array>
#include <cstdint>

#include "record/json_text.h"

namespace gait::record {
namespace {

constexpr std::size_t no_end = std::string_view::npos;
constexpr std::size_t depth_max = 128;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Walks over one value; every step returns false at the first byte that is not of the grammar.
class Walk {
 public:
  Walk(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  // No recursion: an open object or array is one bit.
  bool value() {
    for (;;) {
      space();
      const char c = peek();
      bool opened = false;
      if (c == '{' || c == '[') {
        if (!open(c == '{', opened)) return false;
      } else if (!scalar(c)) {
        return false;
      }
      if (opened) continue;
      if (!close_what_ends()) return false;
      if (depth_ == 0) return true;
    }
  }
  std::size_t at() const { return at_; }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void space() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  // `opened` when a value follows.
  bool open(bool object, bool& opened) {
    if (depth_ == depth_max) return false;
    ++at_;
    space();
    if (take(object ? '}' : ']')) return true;
    is_object_[depth_++] = object;
    opened = true;
    return !object || name();
  }

  // After a value: goes on to the next one, or out of what ends here.
  bool close_what_ends() {
    while (depth_ > 0) {
      space();
      const bool object = is_object_[depth_ - 1];
      if (take(',')) {
        space();
        return !object || name();
      }
      if (!take(object ? '}' : ']')) return false;
      --depth_;
    }
    return true;
  }

  bool name() {
    if (!string()) return false;
    space();
    return take(':');
  }

  bool scalar(char c) {
    if (c == '"') return string();
    if (c == '-' || is_digit(c)) return number();
    for (const std::string_view word : {"true", "false", "null"})
      if (text_.substr(at_, word.size()) == word) {
        at_ += word.size();
        return true;
      }
    return false;
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    const char c = peek();
    ++at_;
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    for (int i = 0; i < 4; ++i, ++at_)
      if (!is_hex(peek())) return false;
    return true;
  }

  bool digits() {
    const std::size_t from = at_;
    while (is_digit(peek())) ++at_;
    return at_ > from;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  std::string_view text_;
  std::size_t at_;
  std::array<bool, depth_max> is_object_{};
  std::size_t depth_ = 0;
};

}  // namespace

std::size_t json_value_end(std::string_view text, std::size_t at) {
  Walk walk(text, at);
  return walk.value() ? walk.at() : no_end;
}

}  // namespace gait::record
