#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/check.h"

namespace gait {

// What went wrong outside of us. `code` is what the caller can do next; `message` is for a person:
// lower case, input in backticks, no final full stop, the next step where there is one.
struct Error {
  enum class Code { invalid, not_found, conflict, unavailable, corrupt };

  Code code = Code::invalid;
  std::string message;

  // Puts where it happened in front: "reading `a.json`: unexpected end".
  Error in(std::string_view context) && {
    message.insert(0, std::string(context) + ": ");
    return std::move(*this);
  }
};

// A value or the reason why there is none. Becomes std::expected when the house moves to C++23.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  const T& operator*() const& { return const_cast<Result*>(this)->value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &const_cast<Result*>(this)->value(); }

  Error& error() {
    check(state_.index() == 1, "error() is asked only of a failed result");
    return std::get<1>(state_);
  }
  const Error& error() const { return const_cast<Result*>(this)->error(); }

 private:
  T& value() {
    check(state_.index() == 0, "a value is taken only from a successful result");
    return std::get<0>(state_);
  }
  std::variant<T, Error> state_;
};

struct Nothing {};
using Status = Result<Nothing>;

#define GAIT_CONCAT_INNER(a, b) a##b
#define GAIT_CONCAT(a, b) GAIT_CONCAT_INNER(a, b)

// Takes the value out of a Result or returns its error: TRY(auto text, read_file(path));
#define TRY(declaration, expression)                              \
  auto GAIT_CONCAT(try_result_, __LINE__) = (expression);         \
  if (!GAIT_CONCAT(try_result_, __LINE__))                        \
    return std::move(GAIT_CONCAT(try_result_, __LINE__).error()); \
  declaration = *std::move(GAIT_CONCAT(try_result_, __LINE__))

// The same for a Status, whose value nobody needs.
#define TRY_STATUS(expression) \
  if (auto try_status = (expression); !try_status) return std::move(try_status.error())

}  // namespace gait
