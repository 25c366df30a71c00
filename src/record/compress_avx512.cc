#include <immintrin.h>

#include "record/compress.h"

namespace gait::record {
namespace {

// Bits of vpternlogd: the result for each combination of three input bits.
constexpr int xor_of_three = 0x96, choose = 0xca, majority = 0xe8;

__m512i xor3(__m512i a, __m512i b, __m512i c) {
  return _mm512_ternarylogic_epi32(a, b, c, xor_of_three);
}
__m512i add(__m512i a, __m512i b) { return _mm512_add_epi32(a, b); }

__m512i big_sigma_0(__m512i a) {
  return xor3(_mm512_ror_epi32(a, 2), _mm512_ror_epi32(a, 13), _mm512_ror_epi32(a, 22));
}
__m512i big_sigma_1(__m512i e) {
  return xor3(_mm512_ror_epi32(e, 6), _mm512_ror_epi32(e, 11), _mm512_ror_epi32(e, 25));
}
__m512i small_sigma_0(__m512i w) {
  return xor3(_mm512_ror_epi32(w, 7), _mm512_ror_epi32(w, 18), _mm512_srli_epi32(w, 3));
}
__m512i small_sigma_1(__m512i w) {
  return xor3(_mm512_ror_epi32(w, 17), _mm512_ror_epi32(w, 19), _mm512_srli_epi32(w, 10));
}

// From row j = block of lane j to row i = word i of all lanes: the transpose of 16 by 16 words, by
// pairs of words, of double words, and of quarters of a register.
void load_words(__m512i* words, const std::uint8_t* const* blocks) {
  const __m512i big_endian =
      _mm512_broadcast_i32x4(_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  __m512i rows[16], pairs[16];
#pragma GCC unroll 16
  for (int j = 0; j < 16; ++j)
    rows[j] = _mm512_shuffle_epi8(_mm512_loadu_si512(blocks[j]), big_endian);
#pragma GCC unroll 8
  for (int j = 0; j < 16; j += 2) {
    pairs[j] = _mm512_unpacklo_epi32(rows[j], rows[j + 1]);
    pairs[j + 1] = _mm512_unpackhi_epi32(rows[j], rows[j + 1]);
  }
#pragma GCC unroll 4
  for (int j = 0; j < 16; j += 4) {
    rows[j] = _mm512_unpacklo_epi64(pairs[j], pairs[j + 2]);
    rows[j + 1] = _mm512_unpackhi_epi64(pairs[j], pairs[j + 2]);
    rows[j + 2] = _mm512_unpacklo_epi64(pairs[j + 1], pairs[j + 3]);
    rows[j + 3] = _mm512_unpackhi_epi64(pairs[j + 1], pairs[j + 3]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    const __m512i low_even = _mm512_shuffle_i32x4(rows[i], rows[i + 4], 0x88);
    const __m512i low_odd = _mm512_shuffle_i32x4(rows[i], rows[i + 4], 0xdd);
    const __m512i high_even = _mm512_shuffle_i32x4(rows[i + 8], rows[i + 12], 0x88);
    const __m512i high_odd = _mm512_shuffle_i32x4(rows[i + 8], rows[i + 12], 0xdd);
    words[i] = _mm512_shuffle_i32x4(low_even, high_even, 0x88);
    words[i + 4] = _mm512_shuffle_i32x4(low_odd, high_odd, 0x88);
    words[i + 8] = _mm512_shuffle_i32x4(low_even, high_even, 0xdd);
    words[i + 12] = _mm512_shuffle_i32x4(low_odd, high_odd, 0xdd);
  }
}

// Round i. The names of the state turn by one each round, so `state[(j - i) % 8]` is its word j.
[[gnu::always_inline]] inline void one_round(__m512i* state, __m512i word, std::uint32_t constant,
                                             unsigned i) {
  const auto at = [i](unsigned j) { return (j - i) % 8; };
  const __m512i e = state[at(4)], a = state[at(0)];
  __m512i sum = add(state[at(7)], add(word, _mm512_set1_epi32(static_cast<int>(constant))));
  sum = add(sum, _mm512_ternarylogic_epi32(e, state[at(5)], state[at(6)], choose));
  sum = add(sum, big_sigma_1(e));
  state[at(3)] = add(state[at(3)], sum);
  sum = add(sum, _mm512_ternarylogic_epi32(a, state[at(1)], state[at(2)], majority));
  state[at(7)] = add(sum, big_sigma_0(a));
}

}  // namespace

void compress_lanes_avx512(LaneStates& states, const std::uint8_t* const* blocks) {
  __m512i words[16], state[8];
  load_words(words, blocks);
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) state[i] = _mm512_load_si512(states.words[i]);
  const std::uint32_t* constant = sha256_constants;
  for (int sixteen = 0; sixteen < 3; ++sixteen) {
#pragma GCC unroll 16
    for (unsigned i = 0; i < 16; ++i) {
      one_round(state, words[i], *constant++, i);
      const __m512i next = add(words[i], small_sigma_0(words[(i + 1) % 16]));
      words[i] = add(add(next, words[(i + 9) % 16]), small_sigma_1(words[(i + 14) % 16]));
    }
  }
#pragma GCC unroll 16
  for (unsigned i = 0; i < 16; ++i) one_round(state, words[i], *constant++, i);
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i)
    _mm512_store_si512(states.words[i], add(state[i], _mm512_load_si512(states.words[i])));
  _mm256_zeroupper();
}

}  // namespace gait::record
