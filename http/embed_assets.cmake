# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the files of the page, and the description of the API, into a C++ source, so that the program needs no files beside it.
# Each also in gzip's format, so that serving it takes no time to compress.
# Run as: cmake -D OUTPUT=assets.cc -D "FILES=a;b" -D GZIP=/usr/bin/gzip -P embed_assets.cmake

# A gzip form that saves fewer bytes is left out: the headers that tell of it take 60.
set(least_saved 256)

# read_bytes(<file> <elements> <size>): as the elements of an array of char, and how many.
function(read_bytes file elements size)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  set(${elements} "${bytes}" PARENT_SCOPE)
  set(${size} ${length} PARENT_SCOPE)
endfunction()

set(types_html "text/html; charset=utf-8")
set(types_json "application/json")
set(types_js "text/javascript; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_svg "image/svg+xml")

set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  get_filename_component(extension ${file} LAST_EXT)
  string(SUBSTRING ${extension} 1 -1 extension)
  if(NOT DEFINED types_${extension})
    message(FATAL_ERROR "embed_assets.cmake knows no content type for ${name}: add one")
  endif()
  file(SHA256 ${file} hash)
  string(SUBSTRING ${hash} 0 16 hash)
  read_bytes(${file} bytes size)
  string(APPEND arrays "constexpr char kFile${index}[] = {${bytes}'\\0'};\n")

  execute_process(COMMAND ${GZIP} -9 -n -c ${file} OUTPUT_FILE ${OUTPUT}.gz COMMAND_ERROR_IS_FATAL ANY)
  read_bytes(${OUTPUT}.gz packed packed_size)
  math(EXPR saved "${size} - ${packed_size}")
  set(gzip "{}")
  if(saved GREATER_EQUAL least_saved)
    string(APPEND arrays "constexpr char kGzip${index}[] = {${packed}'\\0'};\n")
    set(gzip "{kGzip${index}, ${packed_size}}")
  endif()

  string(APPEND rows "    {\"${name}\", \"${types_${extension}}\", {kFile${index}, ${size}}, ${gzip}, \"\\\"${hash}\\\"\"},\n")
  math(EXPR index "${index} + 1")
endforeach()

file(REMOVE ${OUTPUT}.gz)
file(WRITE ${OUTPUT} "// Written by embed_assets.cmake; do not edit.
#include \"http/assets.h\"

namespace aplomb::http {
namespace {

${arrays}
constexpr Asset kAssets[] = {
${rows}};

}  // namespace

std::span<const Asset> assets() { return kAssets; }

}  // namespace aplomb::http
")
