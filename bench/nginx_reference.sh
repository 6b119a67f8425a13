#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts an nginx on this machine that answers everything with what URL answers now: the same body
# and the same header fields (it adds Date and Server of its own).
#
#   bench/nginx_reference.sh FOLDER URL WORKERS
#
# Prints its address. All of its files are in FOLDER; stop it with: kill "$(cat FOLDER/nginx.pid)"
set -euo pipefail

# The header fields of URL's answer as nginx's directives. Those of the connection are its own, and
# a request id is made for each answer.
header_directives() {
  local line name value
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ $line == *:* ]] || continue
    name=${line%%:*} value=${line#*: }
    case ${name,,} in
      content-length | connection | keep-alive | date | server) ;;
      content-type) printf "      default_type '%s';\n" "$value" ;;
      x-request-id) printf "      add_header %s \$request_id;\n" "$name" ;;
      *) printf '      add_header %s "%s";\n' "$name" "${value//\"/\\\"}" ;;
    esac
  done
}

write_config() {
  local -r folder=$1 url=$2 workers=$3 port=$4
  local body
  body=$(curl --silent --fail --dump-header "$folder/head" "$url" && echo .)
  cat <<CONFIG
worker_processes $workers;
worker_rlimit_nofile 20000;
pid $folder/nginx.pid;
error_log $folder/error.log crit;
events { worker_connections 19000; }
http {
  access_log off;
  keepalive_requests 1000000000;
  tcp_nodelay on;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  server {
    listen 127.0.0.1:$port backlog=4096;
    location / {
$(header_directives <"$folder/head")
      return 200 '${body%.}';
    }
  }
}
CONFIG
}

main() {
  local -r folder=$1 url=$2 workers=$3
  local port try
  mkdir -p "$folder"
  for ((try = 0; try < 20; ++try)); do
    port=$((20000 + RANDOM % 12000)) # nginx takes no port 0; below those of outgoing connections
    write_config "$folder" "$url" "$workers" "$port" >"$folder/nginx.conf"
    if nginx -e "$folder/error.log" -p "$folder" -c "$folder/nginx.conf" 2>"$folder/said"; then
      echo "127.0.0.1:$port"
      return
    fi
    grep -q 'Address already in use' "$folder/said" || break
  done
  cat "$folder/said" >&2
  return 3
}

main "$@"
