#include "base/symbols.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"

namespace gait {
namespace {

constexpr std::size_t slots_first = 1024;
constexpr std::size_t chunk_bytes_first = 16 * 1024;
constexpr std::size_t chunk_bytes_max = 4 * 1024 * 1024;

std::uint64_t seeded_hash(std::string_view text, std::uint64_t seed) {
  const std::uint64_t hash = hash64(text, seed);
  return hash == 0 ? 1 : hash;  // 0 means "none"
}

}  // namespace

Symbol symbol_of(std::string_view text) {
  return text.empty() ? Symbol{} : Symbol{seeded_hash(text, 0)};
}

SymbolTable::SymbolTable() : slots_(slots_first) {}

SymbolTable::Slot& SymbolTable::find(std::uint64_t symbol) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = symbol & mask;
  while (slots_[at].symbol != 0 && slots_[at].symbol != symbol) at = (at + 1) & mask;
  return slots_[at];
}

Symbol SymbolTable::insert(std::string_view text) {
  if (text.empty()) return {};
  for (std::uint64_t seed = 0;; ++seed) {
    const std::uint64_t symbol = seeded_hash(text, seed);
    Slot& slot = find(symbol);
    if (slot.symbol == symbol) {
      if (slot.length == text.size()) [[likely]]
        return {symbol};
      continue;
    }
    slot = {symbol, keep(text), static_cast<std::uint32_t>(text.size())};
    if (++size_ * 2 > slots_.size()) grow();
    return {symbol};
  }
}

std::string_view SymbolTable::text(Symbol symbol) const {
  if (!symbol) return {};
  const Slot& slot = const_cast<SymbolTable*>(this)->find(symbol.value);
  return {slot.text, slot.length};
}

void SymbolTable::merge(const SymbolTable& other) {
  for (const Slot& theirs : other.slots_) {
    if (theirs.symbol == 0) continue;
    Slot& ours = find(theirs.symbol);
    if (ours.symbol != 0) continue;
    ours = {theirs.symbol, keep({theirs.text, theirs.length}), theirs.length};
    if (++size_ * 2 > slots_.size()) grow();
  }
}

std::size_t SymbolTable::memory_bytes() const {
  return slots_.capacity() * sizeof(Slot) + arena_bytes_;
}

const char* SymbolTable::keep(std::string_view text) {
  if (text.size() > chunk_size_ - chunk_used_ || chunks_.empty()) {
    chunk_size_ = std::clamp(chunk_size_ * 2, chunk_bytes_first, chunk_bytes_max);
    chunk_size_ = std::max(chunk_size_, text.size());
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_size_));
    chunk_used_ = 0;
    arena_bytes_ += chunk_size_;
  }
  char* place = chunks_.back().get() + chunk_used_;
  std::memcpy(place, text.data(), text.size());
  chunk_used_ += text.size();
  return place;
}

void SymbolTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.symbol != 0) find(slot.symbol) = slot;
}

}  // namespace gait
