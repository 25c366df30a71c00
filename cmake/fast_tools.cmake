# Uses ccache and mold where they are installed; changes nothing where they are not.
# Every preset names this file in CMAKE_PROJECT_TOP_LEVEL_INCLUDES.
find_program(GAIT_CCACHE ccache)
if(GAIT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${GAIT_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${GAIT_CCACHE})
endif()

find_program(GAIT_MOLD mold)
if(GAIT_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
