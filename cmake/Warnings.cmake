# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings are errors in our own code. Link aplomb::warnings PRIVATE.
add_library(aplomb_warnings INTERFACE)
add_library(aplomb::warnings ALIAS aplomb_warnings)
target_compile_options(aplomb_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
  -Wcast-qual -Wformat=2 -Wundef -Werror)
# GCC 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(aplomb_warnings INTERFACE -Wno-restrict)
endif()
