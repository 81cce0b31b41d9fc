#!/usr/bin/env bash
# Builds libusearch_c.so (USearch's C interface with the NumKong SIMD kernels) from the npm package.
#
#   build-usearch.sh VERSION INTEGRITY WORK_DIR OUTPUT REASON
#
# Exit 0: OUTPUT is there. Exit 3: it cannot be built here; the file REASON says what is missing and what to do.
# Any other exit is a fault that must stop the build (the package is not the one we pinned).
set -euo pipefail

version=$1 integrity=$2 work=$3 output=$4 reason=$5
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cc=${CC:-gcc} cxx=${CXX:-g++}

mkdir -p "$work" "$(dirname "$output")" "$(dirname "$reason")"
unavailable() { echo "$1" >"$reason"; exit 3; }

for tool in npm "$cc" "$cxx" tar sha512sum base64; do
  command -v "$tool" >/dev/null || unavailable "'$tool' was not found. On Debian or Ubuntu: sudo apt-get install npm g++"
done

# Several MSBuild processes may come here at once: the first builds, the others wait and find it done.
if command -v flock >/dev/null; then
  exec 9>"$work/.lock"
  flock 9
fi

key="$version $(cat "$here/build-usearch.sh" "$here/usearch.map" "$here/unused_types.c" | sha512sum | cut -c1-32)"
if [[ -f $output && -f $output.key && $(<"$output.key") == "$key" ]]; then
  touch "$output"
  exit 0
fi

build=$(mktemp -d "$work/build.XXXXXX")
trap 'rm -rf "$build"' EXIT

archive=$work/usearch-$version.tgz
if [[ ! -f $archive ]]; then
  echo "Fetching the npm package usearch $version."
  (cd "$build" && npm pack "usearch@$version" --ignore-scripts --prefer-offline --loglevel=error \
    --fetch-retries=1 --fetch-timeout=60000 >npm.log 2>&1) \
    || unavailable "'npm pack usearch@$version' failed ($(grep -m 1 -E '(error|ERR!) (network|[0-9]|request)' "$build/npm.log" || head -n 1 "$build/npm.log")). Build once with network access; npm keeps the package in its cache."
  mv "$build/usearch-$version.tgz" "$archive"
fi

# sha512sum prints hex, npm writes base64: turn one into the other with printf, so that openssl is not needed.
actual=sha512-$(printf "$(sha512sum "$archive" | cut -c1-128 | sed 's/../\\x&/g')" | base64 -w0)
if [[ $actual != "$integrity" ]]; then
  rm -f "$archive"
  echo "The npm package usearch $version has integrity $actual, expected $integrity: it was deleted and nothing was compiled." >&2
  exit 1
fi

tar -xzf "$archive" -C "$build"
package=$build/package numkong=$build/package/numkong
cp "$here/unused_types.c" "$numkong/c/"

# Which instruction sets this compiler can emit; which of them the CPU has is decided at run time.
probes=$build/probes.h
probe() {
  local name=$1 file=$2; shift 2
  if "$cc" "$@" -c "$numkong/probes/$file.c" -o "$build/probe.o" 2>/dev/null; then
    echo "#define NK_TARGET_$name 1"
  else
    echo "#define NK_TARGET_$name 0"
  fi
}
case $(uname -m) in
  x86_64)
    probe HASWELL x86_haswell -mavx2 -mfma -mf16c
    probe SKYLAKE x86_skylake -mavx512f -mavx512bw -mavx512dq -mavx512vl
    probe ICELAKE x86_icelake -mavx512vnni -mavx512vl
    probe GENOA x86_genoa -mavx512bf16 -mavx512vl
    probe SAPPHIRE x86_sapphire -mavx512fp16 -mavx512vl
    probe ALDER x86_alder -mavxvnni
    probe SIERRA x86_sierra -mavxvnniint8 ;;
  aarch64)
    probe NEON arm_neon -march=armv8-a+simd
    probe NEONHALF arm_neon_half -march=armv8.2-a+simd+fp16
    probe NEONSDOT arm_neon_sdot -march=armv8.2-a+dotprod
    probe NEONBFDOT arm_neon_bfdot -march=armv8.6-a+simd+bf16
    probe NEONFHM arm_neon_fhm -march=armv8.2-a+simd+fp16+fp16fml ;;
esac >"$probes"

echo "Compiling usearch $version with run-time SIMD dispatch (once; about half a minute on two cores)."
flags="-O3 -fPIC -w -DNDEBUG -ffunction-sections -fdata-sections -DNK_NATIVE_F16=0 -DNK_NATIVE_BF16=0 -DNK_DYNAMIC_DISPATCH=1 -I$numkong/include"
commands=$build/commands
{
  echo "$cxx -std=c++17 $flags -DUSEARCH_USE_NUMKONG=1 -DUSEARCH_USE_OPENMP=0 -I$package/include -c $package/c/lib.cpp -o $build/lib.o"
  for unit in dispatch_i8 dispatch_f32 dispatch_f16 dispatch_u1 dispatch_other numkong unused_types; do
    echo "$cc -std=c11 $flags -include $probes -I$numkong/c -c $numkong/c/$unit.c -o $build/$unit.o"
  done
} >"$commands"
rm -f "$build/probe.o"
# shellcheck disable=SC2016
if ! tr '\n' '\0' <"$commands" | xargs -0 -n 1 -P "$(nproc)" bash -c '$0' >"$work/compile.log" 2>&1 \
  || ! "$cxx" -shared -o "$build/libusearch_c.so" "$build"/*.o -s -static-libstdc++ -static-libgcc -pthread \
       -Wl,--version-script="$here/usearch.map" -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now >>"$work/compile.log" 2>&1; then
  unavailable "USearch did not compile with $cxx $("$cxx" -dumpfullversion 2>/dev/null || true); see $work/compile.log. GCC 12 or newer is known to work."
fi

mv "$build/libusearch_c.so" "$output"
echo "$key" >"$output.key"
