#!/usr/bin/env bash
# Measures the scanner's whole command against the floor and against its own promises, on one real image
# of half a gigabyte, on a small one and on one of 500,000 entries, in a registry on this machine.
# usage: benchmarks/run.sh WORK_DIR [ROUNDS]
# Needs root and what ./test needs, and isal (igzip), curl, jq, openssl, python3, libcap2-bin.
# The first run makes the big image, which takes minutes; WORK_DIR keeps it, with the registry's storage,
# for the next. The figures are printed and left in WORK_DIR/results.txt.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scanner=$here/../scanner
work=$(mkdir -p "${1:?usage: benchmarks/run.sh WORK_DIR [ROUNDS]}" && cd "$1" && pwd)
rounds=${2:-5}
results=$work/results.txt
registry=
registry_pid=

for tool in docker-registry skopeo umoci mmdebstrap igzip curl jq openssl python3 setcap; do
  command -v "$tool" >/dev/null || { echo "benchmarks/run.sh: $tool is missing" >&2; exit 2; }
done

start_registry() {
  cat >"$work/registry.yml" <<YML
version: 0.1
log: {level: info, accesslog: {disabled: false}}
storage:
  filesystem: {rootdirectory: $work/registry}
http:
  addr: 127.0.0.1:0
YML
  docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
  registry_pid=$!
  trap 'kill "$registry_pid"' EXIT
  for _ in $(seq 100); do
    registry=$(sed -n 's/.*listening on \(127[0-9.:]*\).*/\1/p' "$work/registry.log" | head -1)
    [ -z "$registry" ] || return 0
    sleep 0.1
  done
  echo "benchmarks/run.sh: the registry did not start, see $work/registry.log" >&2
  exit 2
}

has_image() { # has_image REPOSITORY TAG
  curl -sf -o /dev/null -H 'Accept: application/vnd.oci.image.manifest.v1+json' \
    "http://$registry/v2/$1/manifests/$2"
}

make_images() {
  has_image big 1 || "$here/make-big-image.sh" "$work/big" "$registry"
  has_image small 1 || make_small_image
  has_image entries 1 || make_entries_image
}

make_small_image() {
  rm -rf "$work/small"
  umoci init --layout "$work/small"
  umoci new --image "$work/small:1"
  echo hello >"$work/hello"
  umoci insert --image "$work/small:1" "$work/hello" /hello
  umoci config --image "$work/small:1" --config.user 1000:1000
  skopeo copy -q --dest-tls-verify=false "oci:$work/small:1" "docker://$registry/small:1"
}

make_entries_image() {
  rm -rf "$work/entries"
  umoci init --layout "$work/entries"
  umoci new --image "$work/entries:empty"
  python3 "$here/many-entries.py" 500000 >"$work/entries.tar"
  umoci raw add-layer --image "$work/entries:empty" --tag 1 "$work/entries.tar"
  rm "$work/entries.tar"
  skopeo copy -q --dest-tls-verify=false "oci:$work/entries:1" "docker://$registry/entries:1"
}

accesses() { grep -cE '"(GET|HEAD) /v2/[^"]*/(manifests|blobs)/' "$work/registry.log" || true; }

blob_bytes() { # the bytes of blobs sent since line $1 of the registry's log
  tail -n "+$(($1 + 1))" "$work/registry.log" |
    sed -n 's|.*"GET /v2/[^"]*/blobs/[^"]*" 20[0-9] \([0-9]*\).*|\1|p' | awk '{ sum += $1 } END { print sum + 0 }'
}

paired() { # paired FILE: prints and keeps the table of a file of commands
  python3 "$here/paired.py" "$rounds" 1 "$1" | tee -a "$results"
}

say() { printf '%s\n' "$*" | tee -a "$results"; }

# A finding is no failed measurement: a scan that ends with 0 or 1 has read the whole image.
scan() { printf '%s scan %s; [ $? -le 1 ]' "$scanner" "$*"; }

cold_scan_against_floor() {
  say "" "== cold scan of big:1 against fetching, hashing, inflating and hashing it"
  cat >"$work/cold.commands" <<COMMANDS
floor (gzip) ||| $here/floor.sh $registry big 1 gzip
floor (igzip) ||| $here/floor.sh $registry big 1 igzip
scanner scan --no-cache big:1 ||| $(scan --no-cache "$registry/big:1")
COMMANDS
  paired "$work/cold.commands"
}

memory() {
  say "" "== memory: the peak column"
  cat >"$work/memory.commands" <<COMMANDS
small:1 ||| $(scan --no-cache "$registry/small:1")
big:1 ||| $(scan --no-cache "$registry/big:1")
entries:1 (500,000 entries) ||| $(scan --no-cache "$registry/entries:1")
COMMANDS
  paired "$work/memory.commands"
}

bytes_from_registry() {
  local before sent stored
  before=$(wc -l <"$work/registry.log")
  bash -c "$(scan --no-cache "$registry/big:1")" >/dev/null 2>&1
  sent=$(blob_bytes "$before")
  stored=$(curl -sf -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$registry/v2/big/manifests/1" |
    jq '[.config.size, .layers[].size] | add')
  say "" "== bytes of blobs: the registry sent $sent, the blobs have $stored"
  awk -v sent="$sent" -v stored="$stored" 'BEGIN { printf "ratio %.4f\n", sent / stored }' | tee -a "$results"
}

second_scan_against_inspect() {
  local before after cache=$work/cache
  rm -rf "$cache"
  bash -c "$(scan --cache-dir "$cache" "$registry/big:1")" >/dev/null 2>&1
  before=$(accesses)
  bash -c "$(scan --cache-dir "$cache" "$registry/big:1")" >/dev/null 2>&1
  after=$(accesses)
  say "" "== second scan from cache: $((after - before)) requests for manifests and blobs"
  cat >"$work/second.commands" <<COMMANDS
skopeo inspect ||| skopeo inspect --tls-verify=false docker://$registry/big:1
scanner scan big:1 (cached) ||| $(scan --cache-dir "$cache" "$registry/big:1")
COMMANDS
  paired "$work/second.commands"
}

: >"$results"
start_registry
make_images
"$scanner" --version >/dev/null # builds on first use
say "machine: $(nproc) cores, $(sed -n 's/model name[^:]*: //p' /proc/cpuinfo | head -1), $(free -m | awk '/^Mem:/ { print $2 }') MiB; $(uname -sr)"
say "java: $("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 2p); $rounds rounds after one of warm-up"
cold_scan_against_floor
memory
bytes_from_registry
second_scan_against_inspect
