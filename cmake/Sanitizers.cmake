# SPDX-License-Identifier: GPL-3.0-or-later
# Sanitizers hold for the whole build, or they see only half of it.
if(APLOMB_SANITIZE)
  add_compile_options(-fsanitize=${APLOMB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${APLOMB_SANITIZE})
endif()
if(APLOMB_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
