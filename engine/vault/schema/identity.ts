/**
 * Tables of identity. A number of `person` belongs to one identifier and to the rows said under it; which numbers are
 * one person follows from the links and is kept in `merged`, so that a link can be cut and put back without touching a row.
 * Beside its own identifier a number may house one further identifier of each type that no row was said under yet.
 */
/** SQL of a list of all numbers of one person, in brackets, their column `number`. */
export const numbersOfPerson = (person: string): string =>
  `(WITH one(number) AS (SELECT ${person})
    SELECT number FROM one UNION ALL SELECT m.number FROM one JOIN merged AS m ON m.person = one.number)`;

export const IDENTITY_TABLES = `
-- Data subjects are dense integers, in blocks of up to 4,096 that one import made; of each number one byte: the code of the
-- type of the identifier that it was made for (IDENTIFIER_TYPES) and one, times 16, and bits of the types it houses; 0 where
-- nobody has it any more.
CREATE TABLE person_block(
  first INTEGER PRIMARY KEY, rows INTEGER NOT NULL CHECK(rows BETWEEN 1 AND 4096),
  source INTEGER NOT NULL REFERENCES source, data BLOB NOT NULL CHECK(length(data) = rows)) STRICT;
CREATE TABLE block_row(row INTEGER PRIMARY KEY) STRICT;
INSERT INTO block_row WITH RECURSIVE counted(row) AS (SELECT 0 UNION ALL SELECT row + 1 FROM counted WHERE row < 4095)
  SELECT row FROM counted;
CREATE VIEW person(id, source) AS SELECT first + row, source FROM person_block CROSS JOIN block_row
  WHERE row < rows AND substr(data, row + 1, 1) <> x'00';

-- Pseudonyms lead to numbers; raw identifiers exist nowhere. A block holds up to 4,096 values of 16 bytes, sorted, then
-- of each, in four bytes, twice its number and 1 where the number is its own, 0 where it is housed there.
CREATE TABLE pseudonym_block(
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, epoch INTEGER NOT NULL, rows INTEGER NOT NULL CHECK(rows > 0),
  lowest BLOB NOT NULL CHECK(length(lowest) = 16), highest BLOB NOT NULL CHECK(length(highest) = 16),
  checksum INTEGER NOT NULL, data BLOB NOT NULL CHECK(length(data) = rows * 20)) STRICT;

-- Two numbers named by one record of a source, or confirmed by a person to be the same. Cut links stay, and hold nothing.
CREATE TABLE identity_link(
  id INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL, low_type TEXT NOT NULL, high_type TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('record', 'confirmed')), source INTEGER REFERENCES source, at INTEGER NOT NULL,
  cut_at INTEGER, CHECK(low < high), UNIQUE(low, high)) STRICT;

-- What follows from the links: the person (the lowest number) of every number that is not its own person.
CREATE TABLE merged(number INTEGER PRIMARY KEY, person INTEGER NOT NULL) STRICT;
CREATE INDEX merged_by_person ON merged(person);

-- Identifiers with more links than one person has: none of their links holds.
CREATE TABLE identity_shared(
  number INTEGER PRIMARY KEY, type TEXT NOT NULL, others TEXT NOT NULL, links INTEGER NOT NULL) STRICT;
-- Whom a shared identifier was linked with, by person: what is said against somebody under it binds them all.
CREATE TABLE shared_bond(
  person INTEGER NOT NULL, shared INTEGER NOT NULL, PRIMARY KEY(person, shared)) STRICT, WITHOUT ROWID;
CREATE INDEX shared_bond_by_shared ON shared_bond(shared, person);
-- How many identifiers of one type another may be linked with (ten times as many devices).
CREATE TABLE identity_setting(
  id INTEGER PRIMARY KEY CHECK(id = 1), most INTEGER NOT NULL CHECK(most > 0), changes INTEGER NOT NULL) STRICT;
INSERT INTO identity_setting VALUES (1, 10, 0);
`;
