# SPDX-License-Identifier: GPL-3.0-or-later
# Everything comes from Debian. Packages without a CMake target of their own get one here from
# pkg-config, with its compile flags: cpp-httplib is a compiled library in Debian, and its feature
# macros change the layout of its types.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(SQLiteCpp 3.2 REQUIRED)
find_package(ZLIB REQUIRED)
find_program(APLOMB_GZIP gzip REQUIRED)

function(aplomb_pkg_target target)
  string(MAKE_C_IDENTIFIER ${target} prefix)
  pkg_check_modules(${prefix} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
  add_library(${target} ALIAS PkgConfig::${prefix})
endfunction()

aplomb_pkg_target(Xapian::Xapian xapian-core>=1.4.22)
aplomb_pkg_target(cmark_gfm::cmark_gfm libcmark-gfm)
aplomb_pkg_target(httplib::httplib cpp-httplib)
aplomb_pkg_target(libyaml::libyaml yaml-0.1)
aplomb_pkg_target(tomlplusplus::tomlplusplus tomlplusplus)
aplomb_pkg_target(utf8proc::utf8proc libutf8proc)
aplomb_pkg_target(libcrypto::libcrypto libcrypto)
aplomb_pkg_target(sodium::sodium libsodium)
aplomb_pkg_target(libarchive::libarchive libarchive>=3.6)
aplomb_pkg_target(libgit2::libgit2 libgit2>=1.5)
aplomb_pkg_target(systemd::systemd libsystemd>=252)
# Its CMake configuration also wants what its pull and push halves need (civetweb, curl).
aplomb_pkg_target(prometheus_cpp::core prometheus-cpp-core)
