/** Numbered from 1 in order; never changed once landed. A fresh store runs all of them, so an upgraded one is equal. */
export const alertMigrations: readonly string[] = [
  `
  CREATE TABLE alert (
    alert_id TEXT PRIMARY KEY,   -- random, in no order; of this alert alone
    camera_id TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    rule TEXT NOT NULL,          -- of the closed list
    given_ms INTEGER NOT NULL,   -- UTC; goes with the row: when it is closed, at the latest after 72 h
    week_ms INTEGER NOT NULL,    -- UTC of Monday 0 o'clock of the site: the week in which a cause is counted
    classes TEXT NOT NULL,       -- of the closed vocabulary, a space between two
    state TEXT NOT NULL          -- new or seen; what is closed has no row
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_given ON alert (given_ms);

  CREATE TABLE replay (
    alert_id TEXT PRIMARY KEY,
    replay BLOB NOT NULL         -- deflated JSON: at most 20 s of classes and rounded places; goes with its alert
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE notice (
    alert_id TEXT NOT NULL,
    outlet TEXT NOT NULL,        -- as configured: mqtt, mail, webhook:NAME, siren:NAME
    notice_json TEXT NOT NULL,   -- what is to be told; holds the exact time, and goes when it has arrived
    written_ms INTEGER NOT NULL, -- UTC; at the latest after 72 h it is given up
    attempts INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,    -- UTC of the next attempt; 0 before the first
    PRIMARY KEY (alert_id, outlet)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX notice_of_outlet ON notice (outlet, written_ms);

  CREATE TABLE outlet_problem (
    outlet TEXT PRIMARY KEY,
    problem TEXT NOT NULL        -- why the latest attempt failed; no row while all is well
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE given_up_day (
    outlet TEXT NOT NULL,
    day_ms INTEGER NOT NULL,     -- UTC of the beginning of a day of the site
    notices INTEGER NOT NULL,    -- that did not arrive in time
    PRIMARY KEY (outlet, day_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alert_day (
    camera_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    day_ms INTEGER NOT NULL,     -- UTC of the beginning of a day of the site; today and yesterday alone are kept
    alerts INTEGER NOT NULL,     -- recorded or only tallied
    PRIMARY KEY (camera_id, rule, day_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE safety_week (
    camera_id TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    week_ms INTEGER NOT NULL,    -- UTC of Monday 0 o'clock of the site
    alerts INTEGER NOT NULL,
    armed_ms INTEGER NOT NULL,   -- the rule was armed
    watched_ms INTEGER NOT NULL, -- it was armed and the camera watched
    occupied_ms INTEGER NOT NULL, -- helmet and vest: watched, with anybody in the zone; leaves as a share alone
    cannot_judge_ms INTEGER NOT NULL, -- and of that with too few usable heads
    PRIMARY KEY (camera_id, zone_id, rule, week_ms)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE safety_hour (
    camera_id TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    week_ms INTEGER NOT NULL,
    hour INTEGER NOT NULL,       -- of the day, by the clocks of the site, 0 to 23
    alerts INTEGER NOT NULL,
    PRIMARY KEY (camera_id, zone_id, rule, week_ms, hour)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE safety_cause (
    camera_id TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    week_ms INTEGER NOT NULL,
    cause TEXT NOT NULL,         -- of the closed list
    alerts INTEGER NOT NULL,     -- that were closed with it
    PRIMARY KEY (camera_id, zone_id, rule, week_ms, cause)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE safety_measure (
    camera_id TEXT NOT NULL,
    zone_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    week_ms INTEGER NOT NULL,
    measure TEXT NOT NULL,       -- of the closed list
    alerts INTEGER NOT NULL,     -- that were closed with it
    PRIMARY KEY (camera_id, zone_id, rule, week_ms, measure)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE gate (
    camera_id TEXT NOT NULL,
    gate_key TEXT NOT NULL,      -- of a rule of the camera
    gate_json TEXT NOT NULL,     -- what it has learned: counts of the place
    PRIMARY KEY (camera_id, gate_key)
  ) STRICT, WITHOUT ROWID;
  `,
];
