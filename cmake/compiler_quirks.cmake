# False alarms of a compiler that no code of ours can avoid. Every preset names this file in
# CMAKE_PROJECT_TOP_LEVEL_INCLUDES.
#
# g++ 12 at -O3 takes the fill character of fmt 9's format specs for four bytes too long, wherever
# fmt::format of a string is inlined. AddressSanitizer, in the dev preset, watches the real thing.
#
# g++ 12 at -O3 sees overlapping copies in std::string::insert that cannot happen (GCC bug 105651).
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-stringop-overflow>
                    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict>)
