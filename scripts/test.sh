# Sourced by ./outis test: checks and every test; the last lines show the counts. Arguments are passed to node --test.
bring_packages
bring_debian ffmpeg openssl chromium mosquitto python3-gi python3-gst-1.0 gir1.2-gst-rtsp-server-1.0 \
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad fonts-dejavu-core \
  fonts-wqy-microhei poppler-utils librsvg2-bin zbar-tools || exit $?
cd "$root"
bring_page
export OUTIS_DATA="${OUTIS_DATA:-$root/../shared/data}"
[ -d "$OUTIS_DATA" ] || echo "skipped: no data ($OUTIS_DATA); tests on real clips are skipped" >&2
# Holes that are known in what runs in production. They warn and do not fail: they come without a change of ours.
audit_dependencies() {
  local report
  if report=$(timeout 60 npm audit --omit=dev --audit-level=high 2>&1); then
    echo "Dependencies: no hole of level high is known" >&2
  elif grep -q 'found [0-9]* vulnerabilit\|[0-9] vulnerabilit' <<< "$report"; then
    echo "WARNING: known holes in dependencies. Run: npm audit" >&2
    tail -5 <<< "$report" >&2
  else
    echo "skipped: the registry answers no audit of dependencies" >&2
  fi
}
if [ $# -eq 0 ]; then
  echo "Formatting and rules …" >&2
  biome check --error-on-warnings .
  echo "Types …" >&2
  tsc -b
  audit_dependencies
  set -- 'packages/*/src/**/*.test.ts' 'bench/**/*.test.ts' 'scripts/**/*.test.ts' 'test/**/*.test.ts'
fi
# A file that hangs would keep the run for ever and say nothing: after a quarter of an hour it is named and ended.
"$node" scripts/end-hung-tests.ts --runner $$ --seconds 900 &
exec "$node" --disable-sigusr1 --test --test-concurrency=2 --test-timeout=300000 "$@"
