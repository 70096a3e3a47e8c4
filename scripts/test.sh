# Sourced by ./outis test: checks and every test; the last lines show the counts. Arguments are passed to node --test.
bring_packages
bring_debian ffmpeg openssl chromium python3-gi python3-gst-1.0 gir1.2-gst-rtsp-server-1.0 \
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad fonts-dejavu-core \
  fonts-wqy-microhei poppler-utils librsvg2-bin zbar-tools || exit $?
cd "$root"
bring_page
export OUTIS_DATA="${OUTIS_DATA:-$root/../shared/data}"
[ -d "$OUTIS_DATA" ] || echo "skipped: no data ($OUTIS_DATA); tests on real clips are skipped" >&2
if [ $# -eq 0 ]; then
  echo "Formatting and rules …" >&2
  biome check --error-on-warnings .
  echo "Types …" >&2
  tsc -b
  set -- 'packages/*/src/**/*.test.ts' 'bench/**/*.test.ts' 'scripts/**/*.test.ts' 'test/**/*.test.ts'
fi
exec "$node" --disable-sigusr1 --test --test-concurrency=2 --test-timeout=300000 "$@"
