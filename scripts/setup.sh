# shellcheck shell=bash
# What every script here begins with. Sourced. Enters: a machine with Node and npm. Leaves: `root` (this repository) and functions that put in
# place what is missing and say so in one line on stderr. Never asks a question, never needs a terminal, never starts a service of the system.

set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
policy_file=/usr/sbin/policy-rc.d
policy_made=no

say() { printf 'carom: %s\n' "$*" >&2; }

give_up() {
  say "$*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

setup_lock="$root/.cache/setup.lock"

clean_up() {
  allow_services
  if [ "$(cat "$setup_lock" 2>/dev/null)" = "$$" ]; then rm -f "$setup_lock"; fi
}
trap clean_up EXIT

# A lock is stale whose owner is gone, or that is older than any set-up takes.
lock_is_stale() {
  local owner
  owner="$(cat "$setup_lock" 2>/dev/null || true)"
  if [ -n "$owner" ]; then
    ! kill -0 "$owner" 2>/dev/null || [ -n "$(find "$setup_lock" -mmin +30 2>/dev/null)" ]
  else
    [ -n "$(find "$setup_lock" -mmin +1 2>/dev/null)" ]
  fi
}

# One at a time may install and build here.
lock_setup() {
  local waited=no
  mkdir -p "$root/.cache" 2>/dev/null || true
  until (set -o noclobber && echo "$$" >"$setup_lock") 2>/dev/null; do
    [ -w "$root/.cache" ] || give_up "Cannot write to $root: give $(id -un) the right to and run this again."
    if lock_is_stale; then
      rm -f "$setup_lock"
      continue
    fi
    if [ "$waited" = no ]; then say "Waiting for another set-up in this folder to end."; fi
    waited=yes
    sleep 0.2
  done
}

unlock_setup() { rm -f "$setup_lock"; }

check_node() {
  have node || give_up "Node.js is missing: install version 20.19 or newer from https://nodejs.org/ and run this again."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    give_up "Node.js $(node -p process.versions.node) is too old: install version 20.19 or newer from https://nodejs.org/ and run this again."
  have npm || give_up "npm is missing: install it (it comes with Node.js from https://nodejs.org/) and run this again."
  # Headers that lie beside node spare a native build their download.
  local prefix
  prefix="$(dirname "$(dirname "$(command -v node)")")"
  if [ -z "${npm_config_nodedir:-}" ] && [ -f "$prefix/include/node/node.h" ]; then export npm_config_nodedir="$prefix"; fi
}

can_be_root() { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

# Runs a command as root; its words are shown only when it fails.
as_root() {
  local log="$root/.cache/install.log"
  local -a become=()
  if [ "$(id -u)" != 0 ]; then become=(sudo -n); fi
  # The log is this user's own, also under sudo.
  # shellcheck disable=SC2024
  ${become[@]+"${become[@]}"} "$@" >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    return 1
  }
}

# A package that brings a service must not start it: the Redis here is a child of the server. An administrator's own policy is left as it is.
forbid_services() {
  if [ -e "$policy_file" ]; then return 0; fi
  policy_made=yes
  # shellcheck disable=SC2016
  as_root sh -c 'printf "#!/bin/sh\nexit 101\n" >"$0" && chmod 755 "$0"' "$policy_file"
}

allow_services() {
  if [ "$policy_made" = yes ]; then as_root rm -f "$policy_file"; fi
  policy_made=no
}

install_with_apt() {
  forbid_services
  if [ "${apt_updated:-no}" = no ]; then
    as_root apt-get update || say "apt-get update failed; trying with the package lists at hand."
    apt_updated=yes
  fi
  local failed=no
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" || failed=yes
  allow_services
  [ "$failed" = no ]
}

ensure_redis() {
  if have redis-server; then return 0; fi
  if have apt-get && can_be_root; then
    say "Installing redis-server with apt-get."
    install_with_apt redis-server || give_up "redis-server could not be installed with apt-get: install Redis 6.2 or newer by hand and run this again."
  elif have brew; then
    say "Installing redis with Homebrew."
    HOMEBREW_NO_AUTO_UPDATE=1 NONINTERACTIVE=1 brew install redis >&2 </dev/null ||
      give_up "redis could not be installed with Homebrew: install Redis 6.2 or newer by hand and run this again."
  else
    give_up "redis-server is missing and cannot be installed from here: install Redis 6.2 or newer so that redis-server is on the PATH${1:+ ($1)} and run this again."
  fi
  have redis-server || give_up "redis-server was installed but is not on the PATH: add its folder to the PATH and run this again."
}

have_chromium() { have chromium || have chromium-browser || have google-chrome || have google-chrome-stable; }

# For the tests alone. Where there is none they say what they did not test.
ensure_chromium() {
  if have_chromium; then return 0; fi
  if have apt-get && can_be_root; then
    say "Installing chromium with apt-get, for the tests of what web pages load."
    install_with_apt chromium || say "chromium could not be installed with apt-get: the tests in a browser are skipped."
  else
    say "chromium is missing and cannot be installed from here: the tests in a browser are skipped."
  fi
}

have_compilers() { have python3 && have make && { have g++ || have clang++ || have c++; }; }

ensure_compilers() {
  if have_compilers; then return 0; fi
  if have apt-get && can_be_root; then
    say "Installing python3, make and g++ with apt-get: better-sqlite3 has no prebuilt binary for this machine."
    install_with_apt python3 make g++ || give_up "python3, make and g++ could not be installed with apt-get: install them by hand and run this again."
  else
    give_up "better-sqlite3 has no prebuilt binary for this machine and needs a compiler: install python3, make and a C++ compiler and run this again."
  fi
}

sqlite_loads() { (cd "$root" && node -e 'new (require("better-sqlite3"))(":memory:").close()') >/dev/null 2>&1; }

install_packages() {
  local stamp="$root/node_modules/.carom-lock-stamp" wanted log="$root/.cache/npm.log"
  # The lock file, what is mended in the packages, and what native modules were built for.
  wanted="$(cd "$root" && cat package-lock.json scripts/patches/* | node -p 'require("crypto").createHash("sha256").update(require("fs").readFileSync(0)).digest("hex") + " " + process.platform + "-" + process.arch + " " + process.versions.modules')"
  if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return 0; fi
  # npm ci would empty what the link leads to.
  if [ -L "$root/node_modules" ]; then
    give_up "node_modules is a link to packages that are not those of package-lock.json: install them where it leads, or remove the link, and run this again."
  fi
  say "Installing npm packages (npm ci; some minutes where better-sqlite3 must be compiled)."
  rm -f "$stamp"
  if ! (cd "$root" && npm ci --loglevel=error </dev/null >"$log" 2>&1); then
    # Compilers are installed only where the native build asked for them.
    if have_compilers || ! grep -qE 'better-sqlite3|gyp ERR' "$log"; then
      cat "$log" >&2
      give_up "npm ci failed, see above: check the network and the npm registry setting, and run this again."
    fi
    ensure_compilers
    (cd "$root" && npm ci --loglevel=error </dev/null >&2) || give_up "npm ci failed, see above: mend that and run this again."
  fi
  if ! sqlite_loads; then
    # A prebuilt binary may be there and still not fit this system's C library.
    ensure_compilers
    say "Building better-sqlite3 from source."
    (cd "$root" && npm rebuild better-sqlite3 --build-from-source --loglevel=error </dev/null >&2) || true
    sqlite_loads ||
      give_up "better-sqlite3 could not be built, see above: install python3, make and a C++ compiler and run this again."
  fi
  echo "$wanted" >"$stamp"
}

secantus_wanted='SecantusDB>=0.7.0b3,<0.8'

python_is_new_enough() { have python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))'; }

# Without a word where it works; Debian keeps a part of it in a package of its own.
make_python_environment() {
  local folder="$1" log="$2"
  if python3 -m venv "$folder" >"$log" 2>&1 </dev/null; then return 0; fi
  have apt-get && can_be_root || return 1
  say "Installing python3-venv with apt-get."
  install_with_apt python3-venv && python3 -m venv --clear "$folder" >"$log" 2>&1 </dev/null
}

# Something to test the MongoDB store on: MONGO_URL, a mongod on the PATH, else SecantusDB, which is never shipped. Where none can be had it says why; whether
# that is a failure is for the tests to say (REQUIRE_MONGO=1).
ensure_mongo() {
  if [ -n "${MONGO_URL:-}${SECANTUSD:-}" ] || have mongod; then return 0; fi
  local folder="$root/.cache/secantus" log="$root/.cache/secantus.log"
  if [ "$(cat "$folder/wanted" 2>/dev/null)" = "$secantus_wanted" ]; then return 0; fi
  if ! python_is_new_enough; then
    say "No MongoDB to test on: install Python 3.10 or newer, or mongod, or set MONGO_URL."
    return 0
  fi
  say "Installing SecantusDB, a MongoDB-compatible server to test on, in .cache."
  rm -rf "$folder"
  if make_python_environment "$folder" "$log" &&
    "$folder/bin/pip" install --disable-pip-version-check --quiet --pre "$secantus_wanted" >"$log" 2>&1 </dev/null; then
    echo "$secantus_wanted" >"$folder/wanted"
    return 0
  fi
  tail -n 5 "$log" >&2
  rm -rf "$folder"
  say "No MongoDB to test on: SecantusDB could not be installed, see above."
}

schemathesis_wanted='schemathesis>=4,<5'

# Which tries the contract from outside, in .cache.
ensure_schemathesis() {
  local folder="$root/.cache/schemathesis" log="$root/.cache/schemathesis.log"
  if [ "$(cat "$folder/wanted" 2>/dev/null)" = "$schemathesis_wanted" ]; then return 0; fi
  python_is_new_enough || give_up "schemathesis needs Python 3.10 or newer: install it and run this again."
  say "Installing schemathesis in .cache."
  rm -rf "$folder"
  if ! make_python_environment "$folder" "$log" ||
    ! "$folder/bin/pip" install --disable-pip-version-check --quiet "$schemathesis_wanted" >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    rm -rf "$folder"
    give_up "schemathesis could not be installed, see above: check the network and pip's settings, and run this again."
  fi
  echo "$schemathesis_wanted" >"$folder/wanted"
}

# $1: app or test. Does nothing where no source changed.
build_sources() { (cd "$root" && node scripts/build.js "$1" >&2); }
