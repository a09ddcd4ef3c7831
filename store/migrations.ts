/** The file's history, oldest first: number n brings a file from user_version n − 1 to n. What has been released is never
 * changed. The metric columns are not in here: they come from the metric table, whatever the version.
 * REAL for times, because they may have fractions; strict tables, so that nothing is stored as what it is not. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE page_view (
    id TEXT PRIMARY KEY NOT NULL,
    sequence INTEGER NOT NULL,
    source TEXT NOT NULL,
    site TEXT NOT NULL,
    page TEXT NOT NULL,
    form_factor TEXT NOT NULL,
    navigation_type TEXT NOT NULL,
    at REAL NOT NULL,
    client_at REAL,
    release TEXT,
    stands_for INTEGER NOT NULL,
    visit_group INTEGER,
    landing INTEGER,
    converted INTEGER,
    automated INTEGER,
    browser TEXT,
    os TEXT,
    connection TEXT,
    cold_cache INTEGER,
    run TEXT,
    step TEXT,
    attribution TEXT NOT NULL
  ) STRICT;
  CREATE INDEX page_view_by_time ON page_view (source, site, at);
  CREATE INDEX page_view_by_run ON page_view (run) WHERE run IS NOT NULL;

  -- Page views that are known to have converted before they arrived.
  CREATE TABLE early_conversion (
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (site, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX early_conversion_by_time ON early_conversion (at);

  CREATE TABLE run (
    id TEXT PRIMARY KEY NOT NULL,
    batch TEXT NOT NULL,
    site TEXT NOT NULL,
    journey TEXT NOT NULL,
    profile TEXT NOT NULL,
    form_factor TEXT NOT NULL,
    location TEXT NOT NULL,
    iteration INTEGER NOT NULL,
    at REAL NOT NULL,
    duration_ms REAL NOT NULL,
    release TEXT,
    versions TEXT NOT NULL,
    host TEXT NOT NULL,
    throttle TEXT NOT NULL,
    invalid TEXT,
    perturbed TEXT NOT NULL
  ) STRICT;
  CREATE INDEX run_by_batch ON run (batch);
  CREATE INDEX run_by_time ON run (site, at);

  CREATE TABLE step (
    run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    page TEXT,
    navigated INTEGER NOT NULL,
    cold INTEGER NOT NULL,
    attribution TEXT NOT NULL,
    heaviest TEXT NOT NULL,
    by_type TEXT NOT NULL,
    by_entity TEXT NOT NULL,
    PRIMARY KEY (run, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE call (
    run TEXT NOT NULL,
    step_position INTEGER NOT NULL,
    position INTEGER NOT NULL,
    family TEXT NOT NULL,
    name TEXT NOT NULL,
    status INTEGER,
    ms REAL NOT NULL,
    PRIMARY KEY (run, step_position, position),
    FOREIGN KEY (run, step_position) REFERENCES step (run, position) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE page_view ADD COLUMN server_timing TEXT;
  -- The window of a field question is answered by page_view_field, which the metric table shapes (field-index.ts).
  DROP INDEX page_view_by_time;
  CREATE INDEX page_view_server_timing ON page_view (
    site, at, page, form_factor, navigation_type, release, automated, stands_for, server_timing
  ) WHERE source = 'field' AND server_timing IS NOT NULL;

  -- What hours and days (UTC) of page views come to: a cache of page_view, and all that is left of it after the retention.
  -- In the order of its key, so that the rows of a day lie side by side on the disk.
  CREATE TABLE roll_up (
    site TEXT NOT NULL,
    tier TEXT NOT NULL,
    at INTEGER NOT NULL,
    page TEXT NOT NULL,
    form_factor TEXT NOT NULL,
    navigation TEXT NOT NULL,
    release TEXT NOT NULL,
    automated INTEGER NOT NULL,
    page_views INTEGER NOT NULL,
    first_at REAL NOT NULL,
    last_at REAL NOT NULL,
    histograms BLOB NOT NULL,
    PRIMARY KEY (site, tier, at, page, form_factor, navigation, release, automated)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX roll_up_by_page ON roll_up (site, tier, page, form_factor, navigation, at, automated, release);

  -- Hours whose roll-ups lag behind their page views, and days that lag behind their hours; owner: who knows what is owed.
  CREATE TABLE roll_up_pending (
    site TEXT NOT NULL,
    tier TEXT NOT NULL,
    at INTEGER NOT NULL,
    owner TEXT NOT NULL,
    PRIMARY KEY (site, tier, at, owner)
  ) STRICT, WITHOUT ROWID;

  INSERT INTO roll_up_pending
    SELECT DISTINCT site, 'hour', CAST(floor(at / 3600000) AS INTEGER) * 3600000, '' FROM page_view WHERE source = 'field';

  -- Counts up with each change of a day's roll-ups, so that a reader may remember what it has merged.
  CREATE TABLE roll_up_revision (
    site TEXT NOT NULL,
    day INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (site, day)
  ) STRICT, WITHOUT ROWID;

  -- One row: what the roll-ups count exactly, and from when on (ms) page views are there one by one.
  CREATE TABLE roll_up_state (
    bounds TEXT NOT NULL,
    raw_since REAL NOT NULL
  ) STRICT;
  INSERT INTO roll_up_state VALUES ('', 0);
  `,
  `
  -- What the diagnostic pass saw, as JSON: read and written as a whole, and never searched.
  CREATE TABLE diagnosis (
    batch TEXT NOT NULL,
    journey TEXT NOT NULL,
    profile TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (batch, journey, profile)
  ) STRICT;
  `,
  `
  -- What a release's files weigh, as JSON, for later builds to be compared with.
  CREATE TABLE build (
    site TEXT NOT NULL,
    release TEXT NOT NULL,
    at REAL NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (site, release)
  ) STRICT;
  CREATE INDEX build_by_time ON build (site, at, release);
  `,
]
