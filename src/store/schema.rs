//! The tables. A migration that has gone out is never edited: the next one is added below.

/// Says that the file is ours (`PRAGMA application_id`): "btl" and a one.
pub(super) const APPLICATION: i32 = 0x6274_6c01;

/// What brings a store from version `n` to `n + 1` (`PRAGMA user_version`).
pub(super) const MIGRATIONS: &[&str] = &[FIRST, REPAIRS, PEOPLE];

/// The version of a store that this program writes.
pub(super) fn version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

// Every comment is named by `key` (see `key.rs`) or by the parts of its identity: `source`,
// and the text key's `hash`, `words`, `nth`, `equals`. 64-bit hashes are stored as the
// signed number of the same bits.
const FIRST: &str = "
CREATE TABLE discussions (
    id INTEGER PRIMARY KEY,
    site TEXT,                  -- hn:123
    url TEXT,                   -- its canonical address
    article INTEGER,            -- sketch: hash of the article's text
    comments INTEGER NOT NULL,  -- sketch: how many there were
    least BLOB NOT NULL,        -- sketch: smallest keys of comments, 8 bytes each, little end first
    title TEXT NOT NULL,
    source TEXT,                -- where it was read from last
    article_url TEXT,
    opened INTEGER NOT NULL,    -- first
    reopened INTEGER NOT NULL   -- last
) STRICT;
CREATE UNIQUE INDEX discussions_site ON discussions (site) WHERE site IS NOT NULL;
CREATE INDEX discussions_url ON discussions (url) WHERE url IS NOT NULL;

CREATE TABLE marks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a number is not given out twice: others may hold it
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    passage INTEGER,            -- number of the passage; none for a comment
    passage_hash INTEGER,
    source TEXT,
    hash INTEGER,
    words INTEGER,
    nth INTEGER,
    equals INTEGER,
    position INTEGER NOT NULL,  -- row in the thread when it was marked
    settled INTEGER NOT NULL DEFAULT 0,  -- the reader said: not here
    note TEXT NOT NULL,
    tags TEXT NOT NULL,         -- JSON list
    marked INTEGER NOT NULL,
    author TEXT NOT NULL,       -- from here on: the words as they were
    text TEXT NOT NULL,
    chain TEXT NOT NULL,        -- JSON list, from the root to the parent
    time INTEGER,
    url TEXT,
    article_title TEXT NOT NULL,
    article_url TEXT
) STRICT;
CREATE UNIQUE INDEX marks_source ON marks (discussion, source) WHERE source IS NOT NULL;
CREATE UNIQUE INDEX marks_text ON marks (discussion, hash, nth, equals) WHERE source IS NULL AND hash IS NOT NULL;
CREATE UNIQUE INDEX marks_passage ON marks (discussion, passage_hash) WHERE passage_hash IS NOT NULL;
CREATE INDEX marks_words ON marks (discussion, words) WHERE words IS NOT NULL;

CREATE TABLE folds (
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    key INTEGER NOT NULL,
    source TEXT, hash INTEGER, words INTEGER, nth INTEGER, equals INTEGER,
    PRIMARY KEY (discussion, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX folds_words ON folds (discussion, words) WHERE words IS NOT NULL;

CREATE TABLE reads (
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    key INTEGER NOT NULL,
    source TEXT, hash INTEGER, words INTEGER, nth INTEGER, equals INTEGER,
    PRIMARY KEY (discussion, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX reads_words ON reads (discussion, words) WHERE words IS NOT NULL;

CREATE TABLE places (
    discussion INTEGER PRIMARY KEY REFERENCES discussions ON DELETE CASCADE,
    at INTEGER NOT NULL,
    place TEXT NOT NULL         -- JSON, comments by identity
) STRICT;

CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    at INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    keys BLOB NOT NULL          -- zlib: sorted keys, 8 bytes each, little end first
) STRICT;
CREATE INDEX visits_discussion ON visits (discussion, id);

CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    writer INTEGER NOT NULL,    -- which connection
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    at INTEGER NOT NULL,
    about INTEGER,              -- the key of what is marked, so that a note can be forgotten
    change BLOB NOT NULL        -- zlib: JSON, comments by identity
) STRICT;
CREATE INDEX changes_discussion ON changes (discussion, seq);
CREATE TABLE cut (seq INTEGER NOT NULL) STRICT;  -- one row: up to here the log was cut off
INSERT INTO cut VALUES (0);
";

// Repairs name their comment as it is in the source, and what they say as JSON: comments by
// identity.
const REPAIRS: &str = "
CREATE TABLE repairs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
    key INTEGER NOT NULL,
    aspect INTEGER NOT NULL,    -- 0 what it answers, 1 where it begins and ends, 2 who wrote it
    of TEXT NOT NULL,
    fix TEXT NOT NULL,
    UNIQUE (discussion, key, aspect)
) STRICT;
";

// Folds follow a rule; a row of `folds` differs from it. Authors are the same in every
// discussion of their site, phrases everywhere.
const PEOPLE: &str = "
ALTER TABLE folds ADD COLUMN open INTEGER NOT NULL DEFAULT 0;  -- not folded, whatever the rule says
CREATE TABLE fold_rules (
    discussion INTEGER PRIMARY KEY REFERENCES discussions ON DELETE CASCADE,
    levels INTEGER NOT NULL     -- so many are shown: the branches at the last one are folded
) STRICT;

CREATE TABLE people (
    site TEXT NOT NULL,         -- hn; empty where it is not known
    name TEXT NOT NULL,
    tag TEXT NOT NULL,
    colour TEXT,
    muted INTEGER NOT NULL,
    at INTEGER NOT NULL,        -- when that was said
    PRIMARY KEY (site, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE phrases (
    phrase TEXT PRIMARY KEY,    -- comments that hold it are muted
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";
