# find_package(token04 CONFIG) gives
#   token04::token04   the shared library
#   token04::static    the archive, with the libraries of the system it needs
# All paths are relative to this file: the tree may be moved.

get_filename_component(_token04_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

set(CMAKE_THREAD_PREFER_PTHREAD TRUE)
include(CMakeFindDependencyMacro)
find_dependency(Threads)

if(NOT TARGET token04::token04)
  add_library(token04::token04 SHARED IMPORTED)
  set_target_properties(token04::token04 PROPERTIES
    @SHARED@
    INTERFACE_INCLUDE_DIRECTORIES "${_token04_prefix}/include")
endif()

if(NOT TARGET token04::static)
  add_library(token04::static STATIC IMPORTED)
  set_target_properties(token04::static PROPERTIES
    IMPORTED_LOCATION "${_token04_prefix}/lib/libtoken04.a"
    IMPORTED_LINK_INTERFACE_LANGUAGES "C"
    INTERFACE_INCLUDE_DIRECTORIES "${_token04_prefix}/include"
    INTERFACE_LINK_LIBRARIES "@LIBRARIES@")
endif()

unset(_token04_prefix)
