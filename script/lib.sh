# What the scripts share: Debian packages, the virtual environment, sentences. Sourced, not run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export PORTAL_DATA="${PORTAL_DATA:-$root/.portal}"

# WeasyPrint draws with Pango; reports need Chinese letters; gettext makes the English pages.
debian_packages=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk gettext)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

# Install the Debian packages named that are not there; elsewhere say which they are.
debian() {
  local missing=() name
  command -v dpkg-query >/dev/null || {
    say "這不是 Debian 或 Ubuntu。請自行安裝相當於下列的套件：$*"
    say "This is not Debian or Ubuntu. If something is missing, install what corresponds to: $*"
    return 0
  }
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "缺少套件，且沒有 root 或 sudo；請管理員執行：apt-get install ${missing[*]}"
  fi
  say "安裝系統套件（installing）：${missing[*]}"
  as_root apt-get update -qq </dev/null >&2 || say "apt-get update 未完成，改用現有清單。"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >&2 ||
    die "安裝失敗；請執行後再試一次：apt-get install ${missing[*]}"
}

# The first Python of 3.11 or newer.
find_python() {
  local name
  for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14; do
    [ -n "$name" ] && command -v "$name" >/dev/null &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && {
      command -v "$name"
      return 0
    }
  done
  die "需要 Python 3.11 以上（Debian 12、Ubuntu 24.04 已內建）。Python 3.11 or newer is needed."
}

# The virtual environment with exactly what a lock file names; quick when nothing has changed.
packages() {
  local lock="$1" python stamp sum
  python="$(find_python)"
  if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
      debian "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    say "建立虛擬環境 .venv（creating）"
    "$python" -m venv .venv
  fi
  sum="$(sha256sum "$lock" 2>/dev/null || shasum -a 256 "$lock")"
  sum="${sum%% *} $(.venv/bin/python -V)"
  stamp=".venv/.installed-$lock"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ] && return 0
  say "安裝 Python 套件（installing）：$lock"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$lock" </dev/null >&2 ||
    die "套件安裝失敗。Installing $lock failed."
  printf '%s' "$sum" >"$stamp"
}
