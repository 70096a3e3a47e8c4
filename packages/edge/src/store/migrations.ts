/** Numbered from 1 in order; never changed once landed. A fresh store runs all of them, so an upgraded one is equal. */
export const mainMigrations: readonly string[] = [
  `
  CREATE TABLE released_count (
    camera_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    direction TEXT NOT NULL,   -- left_to_right or right_to_left, looking from a to b
    class TEXT NOT NULL,       -- a road user of the closed vocabulary
    start_ms INTEGER NOT NULL, -- UTC, a whole multiple of interval_ms
    interval_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,    -- what left; immutable
    noise TEXT NOT NULL,       -- what was done to the true count
    PRIMARY KEY (camera_id, start_ms, line_id, direction, class, interval_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE coverage (
    camera_id TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    interval_ms INTEGER NOT NULL,
    observed_ms INTEGER NOT NULL, -- camera time in this interval
    PRIMARY KEY (camera_id, start_ms, interval_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE camera (
    camera_id TEXT PRIMARY KEY,
    config_json TEXT NOT NULL, -- as set up in the browser; wins over the configuration file
    updated_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE camera_health (
    camera_id TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    code TEXT,                 -- of the error table; null while running
    PRIMARY KEY (camera_id, since_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE watched (
    camera_id TEXT PRIMARY KEY,
    watched_ms INTEGER NOT NULL -- how long somebody has watched the live scene, all time
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Minutes watched are told per week, so they are kept per day.
  CREATE TABLE watched_day (
    camera_id TEXT NOT NULL,
    day_ms INTEGER NOT NULL,     -- UTC of the beginning of a day of the site
    watched_ms INTEGER NOT NULL, -- how long somebody watched the live scene
    PRIMARY KEY (camera_id, day_ms)
  ) STRICT, WITHOUT ROWID;
  DROP TABLE watched;

  CREATE TABLE in_effect (
    camera_id TEXT PRIMARY KEY,
    settings_json TEXT NOT NULL, -- what the camera runs with, without its address
    first_ms INTEGER NOT NULL    -- first set-up; stays when the camera is removed
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    camera_id TEXT NOT NULL,
    field TEXT NOT NULL,         -- what it widens
    state TEXT NOT NULL,         -- pending, effective, refused or withdrawn
    before_text TEXT NOT NULL,
    after_text TEXT NOT NULL,
    after_json TEXT NOT NULL,    -- tells whether the same is asked for again
    requested_ms INTEGER NOT NULL,
    requested_by TEXT NOT NULL,  -- as in the log
    effective_ms INTEGER NOT NULL, -- when it takes effect, or was decided
    decided_by TEXT              -- as in the log; null where it waited its time
  ) STRICT;
  CREATE INDEX change_of_camera ON change (camera_id, id);

  CREATE TABLE printed_sign (
    camera_id TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,         -- of the sign that was taken last
    printed_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE aim_use (
    id INTEGER PRIMARY KEY,
    camera_id TEXT NOT NULL,
    user_name TEXT NOT NULL,   -- who looked through the camera to point it; public for 30 days
    from_ms INTEGER NOT NULL,  -- counts from its beginning
    to_ms INTEGER              -- null while it goes on; after a kill the latest it can have ended
  ) STRICT;
  CREATE INDEX aim_use_of_camera ON aim_use (camera_id, from_ms);

  CREATE TABLE aim_grant (
    id INTEGER PRIMARY KEY,
    camera_id TEXT NOT NULL,
    granted_by TEXT NOT NULL,    -- as in the log
    granted_ms INTEGER NOT NULL  -- adds one use for 30 days
  ) STRICT;
  CREATE INDEX aim_grant_of_camera ON aim_grant (camera_id, granted_ms);
  `,
  `
  -- Counts without noise, as versions before this kept them, may not leave any more.
  DROP TABLE released_count;

  CREATE TABLE series (
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,     -- 1, 2, 3 … for each camera; another purpose begins another
    purpose TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    PRIMARY KEY (camera_id, series)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE measured (
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    family TEXT NOT NULL,
    place TEXT NOT NULL,         -- a line, a movement, a zone
    from_ms INTEGER NOT NULL,
    to_ms INTEGER,               -- null while it is measured
    PRIMARY KEY (camera_id, series, family, place, from_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cell_key (
    key_id INTEGER PRIMARY KEY,  -- short, as a year of releases names it a million times
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    family TEXT NOT NULL,
    place TEXT NOT NULL,
    part TEXT NOT NULL,          -- a direction, the bin of a histogram
    class TEXT NOT NULL,         -- a road user of the closed vocabulary, or two
    UNIQUE (camera_id, series, family, place, part, class)
  ) STRICT;

  CREATE TABLE release (
    key_id INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,   -- UTC
    interval_ms INTEGER NOT NULL,
    value INTEGER NOT NULL,      -- what left: the true count and one draw of noise; immutable
    scale INTEGER NOT NULL,      -- of the noise: 2 or 4
    PRIMARY KEY (key_id, start_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,     -- 1, 2, 3 … without a gap
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    family TEXT NOT NULL,
    class_group TEXT NOT NULL,   -- the classes that left together
    start_ms INTEGER NOT NULL,
    interval_ms INTEGER NOT NULL,
    cells INTEGER NOT NULL,      -- how many left, empty ones too
    scale INTEGER NOT NULL,
    released_ms INTEGER NOT NULL,
    digest TEXT NOT NULL,        -- of what left
    previous TEXT NOT NULL,      -- hash of the line before
    hash TEXT NOT NULL,
    UNIQUE (camera_id, series, family, class_group, start_ms)
  ) STRICT;

  -- Camera time is of a series, too.
  CREATE TABLE coverage_of_series (
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    start_ms INTEGER NOT NULL,
    interval_ms INTEGER NOT NULL,
    observed_ms INTEGER NOT NULL, -- camera time in this interval
    PRIMARY KEY (camera_id, series, start_ms)
  ) STRICT, WITHOUT ROWID;
  DROP TABLE coverage;
  ALTER TABLE coverage_of_series RENAME TO coverage;
  `,
  `
  CREATE TABLE certificate (
    id INTEGER PRIMARY KEY,
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    state TEXT NOT NULL,         -- open, made, void or cancelled
    begun_by TEXT NOT NULL,      -- as in the log
    start_ms INTEGER NOT NULL,   -- of the window in which somebody tapped
    end_ms INTEGER NOT NULL,
    lines_json TEXT NOT NULL,    -- ids of the lines
    reason TEXT,                 -- why nothing was made; null where something was
    light_json TEXT NOT NULL,    -- of the closed list
    coverage REAL,               -- share of the window for which the camera watched
    purpose TEXT,
    scale INTEGER,               -- of the noise: 2 or 4
    rows_json TEXT               -- what left: totals with one draw of noise each; no true number is kept
  ) STRICT;
  CREATE INDEX certificate_of_camera ON certificate (camera_id, start_ms);
  `,
  `
  CREATE TABLE camera_pause (
    camera_id TEXT PRIMARY KEY,  -- a camera that is paused; the others have no row
    since_ms INTEGER NOT NULL,   -- since when nothing looks; who asked for it stands in the log
    causes TEXT NOT NULL         -- what holds it, joined by blanks: person, mqtt, schedule
  ) STRICT, WITHOUT ROWID;
  `,
];

/** The open counts, in a file of their own: rewritten at every tick, and nothing of the past stays in it. */
export const openMigrations: readonly string[] = [
  `
  CREATE TABLE open_count (
    camera_id TEXT NOT NULL,
    line_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    class TEXT NOT NULL,
    start_ms INTEGER NOT NULL, -- UTC, a whole multiple of interval_ms
    interval_ms INTEGER NOT NULL,
    purpose TEXT NOT NULL,     -- under which it was counted
    count INTEGER NOT NULL,    -- true so far; erased on release
    PRIMARY KEY (camera_id, start_ms, line_id, direction, class, interval_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tick (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    tick_ms INTEGER NOT NULL   -- last fixed time of writing; moves whether or not anything was counted
  ) STRICT;
  `,
  `
  -- Open counts of every family. What an earlier version left open is dropped: it has no series.
  DROP TABLE open_count;
  CREATE TABLE open_count (
    camera_id TEXT NOT NULL,
    series INTEGER NOT NULL,
    family TEXT NOT NULL,
    place TEXT NOT NULL,
    part TEXT NOT NULL,
    class TEXT NOT NULL,
    start_ms INTEGER NOT NULL, -- UTC
    interval_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,    -- true so far; erased on release
    PRIMARY KEY (camera_id, series, family, start_ms, place, part, class)
  ) STRICT, WITHOUT ROWID;
  `,
];
