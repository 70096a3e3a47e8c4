# Sourced by ./outis: finds or brings Node 26, the packages of the lock, Debian's ffmpeg, and the built page.
case "$(uname -m)" in
  x86_64) arch=x64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) echo "outis: this machine is a $(uname -m); x86_64 or aarch64 is needed." >&2; exit 5 ;;
esac
# npm 10 does not link .bin/node for optional packages, so the path is set by hand.
node_folder="$root/node_modules/node-linux-$arch/bin"
node="$node_folder/node"
export PATH="$node_folder:$root/node_modules/.bin:$PATH"
unset NODE_OPTIONS
# The detector runtime sends usage to its maker unless told not to.
export ORT_DISABLE_TELEMETRY=1

bring_packages() {
  local stamp="$root/node_modules/.outis-lock"
  if [ -x "$node" ] && cmp -s "$root/package-lock.json" "$stamp"; then return; fi
  command -v npm > /dev/null || { echo "outis: npm is missing. Run: apt-get install npm" >&2; exit 5; }
  echo "Bringing the packages of package-lock.json …" >&2
  (cd "$root" && npm ci --no-audit --no-fund --loglevel=error >&2)
  cp "$root/package-lock.json" "$stamp"
}

# bring_debian COMMAND-OR-PACKAGE…: installs Debian packages as root, or prints the command to run.
bring_debian() {
  local missing=()
  local package
  for package in "$@"; do dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ]; then
    echo "outis: missing Debian packages. Run: sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    return 5
  fi
  echo "Installing Debian's ${missing[*]} …" >&2
  local log
  log=$(mktemp)
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 ||
    { tail -5 "$log" >&2; echo "outis: apt-get could not install ${missing[*]}" >&2; return 5; }
}

# ffmpeg built by hand is as good as Debian's, and the demo does without.
bring_debian_or_go_on() {
  command -v ffmpeg > /dev/null || bring_debian "$@" || true
}

bring_page() {
  local built="$root/packages/web/dist/index.html"
  if [ -f "$built" ] && [ -z "$(find "$root/packages/web/src" "$root/packages/web/index.html" "$root/packages/core/src" -newer "$built" -name '*.*' -print -quit)" ]; then return; fi
  echo "Building the page …" >&2
  (cd "$root/packages/web" && vite build --logLevel error >&2)
}
