# embed_rules(<target> [file...]) puts the files of rules/ into the target as read-only data, so that
# the program needs no files, and the files named, by their last name. app/embedded_rules.h gives
# them back.
#
# The assembler copies the bytes (`.incbin`): half a megabyte as a C++ literal takes seconds to
# compile, this takes none.
function(embed_rules target)
  set(root ${PROJECT_SOURCE_DIR}/rules)
  file(GLOB_RECURSE names CONFIGURE_DEPENDS RELATIVE ${root} ${root}/*.yaml ${root}/*.txt)
  list(SORT names)
  set(bytes "")
  set(declarations "")
  set(rows "")
  set(paths "")
  set(i 0)
  foreach(name IN LISTS names ARGN)
    set(path ${root}/${name})
    if(name IN_LIST ARGN)
      set(path ${PROJECT_SOURCE_DIR}/${name})
      get_filename_component(name ${name} NAME)
    endif()
    set(symbol "gait_embedded_rule_${i}")
    string(APPEND bytes "    \".global ${symbol}\\n\"\n"
                        "    \"${symbol}: .incbin \\\"${path}\\\"\\n\"\n"
                        "    \".global ${symbol}_end\\n${symbol}_end: .byte 0\\n\"\n")
    string(APPEND declarations "extern const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND rows "    {\"${name}\", ${symbol}, ${symbol}_end},\n")
    list(APPEND paths ${path})
    math(EXPR i "${i} + 1")
  endforeach()
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_rules_data.cc)
  file(CONFIGURE OUTPUT ${generated} @ONLY CONTENT [[
// Made by cmake/embed.cmake.
#include "app/embedded_rules.h"

asm(".pushsection .rodata\n"
@bytes@    ".popsection\n");

extern "C" {
@declarations@}

namespace gait::app::detail {
const EmbeddedBytes embedded_bytes[] = {
@rows@};
const unsigned long embedded_count = sizeof(embedded_bytes) / sizeof(embedded_bytes[0]);
}  // namespace gait::app::detail
]])
  set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${paths}")
  target_sources(${target} PRIVATE ${generated})
endfunction()
