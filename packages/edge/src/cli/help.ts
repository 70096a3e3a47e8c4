/** What `outis --help` prints: teaches by examples, most wanted first. */
export const helpText = `Outis counts people, cyclists and vehicles with the cameras you have. It cannot tell who anybody is.

Try it, without a camera:
  ./outis demo                     a works yard, drawn: live scene and counts
  ./outis demo --street            a street, drawn: counts only, as on every public space

Count a recorded file:
  ./outis count street.mp4 --lines lines.json --model detector.onnx
      --fps 10                     pictures analysed per second of film
      --out counts.csv             or counts.json
      --json                       print counts and crossings as JSON
      --explain report.html        a page without pictures: each path, what counted and what did not, and why
  lines.json holds {"lines":[{"id":"gate","a":[0.2,0.9],"b":[0.8,0.5]}]}: fractions of the
  picture, origin top left. Looking from a to b, left_to_right is one direction and
  right_to_left the other.

Watch one camera:
  ./outis watch rtsp://user:password@192.168.1.20/stream2 \\
      --purpose street-statistics \\
      --owner "City of Ithaca, mobility" \\
      --reason "How many people cycle through Harbour Street" \\
      --model detector.onnx
  Use the camera's substream (about 640x360). A camera with --purpose site-safety
  ends after 30 days; --until 2027-06-30 sets another last day, at most 12 months ahead.
      --line 0.5,1,0.5,0           a counting line from a to b; default: down the middle
      --data folder                where counts are kept; default: data

Many cameras:
  ./outis serve --config outis.yaml        docs/guide/configuration.md has an example

      --port 8080                  of the page, for demo, watch and serve
  The first start prints a link with a one-time code: choose your name and password there.

Take numbers away, while the edge runs or not:
  ./outis export gate --from 2026-06-01 --to 2026-06-30 --format parquet --out june.parquet
      --format csv                 csv, parquet, json; geojson with the latest numbers; a turning
                                   count as sheet (CSV) or xlsx
      --config outis.yaml          or --data folder, and --time-zone Europe/Berlin
  ./outis export --dictionary              what the columns mean

Which detector looks:
  ./outis models list                      what ships, what was added, and which one is in use
  ./outis models add yolox_nano_416.onnx   a file, or an https address, into the data folder
      --manifest m.json            what the file must be; for YOLOX-nano and PicoDet-S it is here
  ./outis models check detector.onnx       the gate, and how the model agrees with drawn scenes
  ./outis models show yolox_nano_416       licence, sha256, input, classes, thresholds

How well it counts, without a picture:
  ./outis certify street           a page for the phone of somebody on site who counts by hand
      --minutes 15 --in 5          how long, and in how many minutes it begins
      --line gate                  at this line alone; may stand several times
      --port 8080                  of the Outis that runs here; --data folder for outis watch

Who came in, and what was done:
  ./outis users                            who may come in, by outis.yaml (--config) or --data folder
  ./outis users reset anna                 a one-time code with which anna sets a new password
  ./outis audit verify                     finds what was changed, removed or reordered in the log
      --head outis-log-head.json           … and what was removed since this head was kept elsewhere
  ./outis audit head [--out file] [--mail] the signed state of the log, to be printed or sent
  ./outis verify file.pdf [--key AB:CD…]   checks anything that Outis signed

Does anybody enter the background?
  ./outis prove                            attacks the product with synthetic people, and searches every byte for them
      --quick                      a minute instead of hours
      --report folder              proof.html and proof.json, signed with the site key (--data, --config)
      --json                       print the figures as JSON
      --seed 7 --scenarios 500     other people; fewer or more days

When something is missing:
  ./outis doctor                   each requirement with ok, or the way to fix it
  ./outis test                     every test
  ./outis node …                   Node 26 with these arguments
`;
