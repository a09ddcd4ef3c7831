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
]
