/**
 * Consent as views. `consent_record` is every event in full words; `consent_decision` is the whole resolution of
 * consent in SQL: for every date in `lens_date`, purpose and person the reason for being left out, null when
 * admitted. It says the same as `engine/privacy/consent/resolve.ts`, and is slow; the lens does not use it.
 */
import { numbersOfPerson } from './identity.ts';

/** SQL: an event `e` that is no yes. Under an identifier that several people share, only those are heard for all of them. */
export const SPEAKS_AGAINST = "e.state NOT IN ('given', 'renewed', 'opted_in')";

/** SQL of whether an event `e` was said under an identifier that a person shares with others, and is heard for them all. */
const isShared = (person: string): string =>
  `(e.person IN (SELECT x.shared FROM shared_bond AS x WHERE x.person = ${person}) AND ${SPEAKS_AGAINST})`;

/** SQL of whether an event `e` that is heard from somebody was declared invalid. */
const wasRevoked = (isHeard: string): string => `EXISTS (SELECT 1 FROM consent_event AS e
      WHERE e.purpose = p.id AND ${isHeard} AND EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq))`;

/** SQL of columns of the events `e` that are heard from one person. Two searches: with OR the whole ledger would be read. */
export const heardFrom = (person: string, columns: string): string =>
  [`e.person IN ${numbersOfPerson(person)}`, isShared(person)]
    .map((isHeard) => `SELECT ${columns} FROM consent_event AS e WHERE ${isHeard}`)
    .join(' UNION ALL ');

/** Stands for "before anything" and "after anything" in comparisons of times. */
const NEVER = 9_000_000_000_000_000;

/** SQL of the time `months` after a time in milliseconds; a day that the month lacks becomes its last. */
const addMonths = (time: string, months: string): string =>
  `(unixepoch((${time} - ((${time} % 1000) + 1000) % 1000) / 1000, 'unixepoch', ${months} || ' months', 'floor') * 1000
     + ((${time} % 1000) + 1000) % 1000)`;

/** What speaks against a person on a date and was not lifted by evidence that is later and at least as specific. */
const AGAINST = `(SELECT min(n.severity) FROM consent_said AS n WHERE n.person = r.person AND n.purpose = p.id
  AND n.severity > 0 AND (n.severity <= 5 OR n.begins < d.at)
  AND NOT EXISTS (
    SELECT 1 FROM consent_evidence AS e
    WHERE e.person = n.person AND e.purpose = n.purpose AND e.begins > n.ends AND (e.ends < d.at OR n.begins >= d.at)
      AND (e.personal OR (NOT n.whole AND e.subject IS n.subject)) AND (n.whole OR e.depth >= n.depth)))`;

/** The decision for every date, purpose and person, over the tables and views it names. */
export const CONSENT_DECISION = `  SELECT d.at, r.person, p.id, CASE
    WHEN EXISTS (SELECT 1 FROM tombstone AS t WHERE t.kind = 'objected' AND (t.person IN ${numbersOfPerson('r.person')}
      OR t.person IN (SELECT x.shared FROM shared_bond AS x WHERE x.person = r.person))) THEN 'OBJECTED'
    WHEN p.is_profiling = 1 AND r.minor THEN 'MINOR'
    WHEN p.needs_explicit = 1 AND NOT EXISTS (SELECT 1 FROM consent_said AS s WHERE s.person = r.person
      AND s.purpose = p.id AND s.speaks_for AND s.basis = 'explicit_consent') THEN 'ART9'
    WHEN ${AGAINST} IS NOT NULL THEN CASE ${AGAINST} WHEN 1 THEN 'OBJECTED' WHEN 2 THEN 'WITHDRAWN'
      WHEN 3 THEN 'REVOKED' WHEN 4 THEN 'REFUSED' WHEN 5 THEN 'OPTED_OUT' WHEN 6 THEN 'UNKNOWN' ELSE 'EXPIRED' END
    WHEN EXISTS (SELECT 1 FROM consent_evidence AS e
      WHERE e.person = r.person AND e.purpose = p.id AND e.ends < d.at) THEN
      CASE WHEN EXISTS (SELECT 1 FROM consent_evidence AS e
        WHERE e.person = r.person AND e.purpose = p.id AND e.ends < d.at
          AND e.ends >= (SELECT max(x.begins) FROM consent_evidence AS x
            WHERE x.person = r.person AND x.purpose = p.id AND x.ends < d.at)
          AND (coalesce(e.valid_until <= d.at, 0)
            OR coalesce((SELECT ends_at FROM notice_end WHERE label = e.notice) <= d.at, 0)
            OR (e.basis IN ('consent', 'explicit_consent') AND p.ttl_months IS NOT NULL AND e.occurred_at IS NOT NULL
              AND ${addMonths('e.occurred_at', 'p.ttl_months')} <= d.at))) THEN 'EXPIRED' END
    WHEN EXISTS (SELECT 1 FROM consent_said AS s WHERE s.person = r.person AND s.purpose = p.id AND s.speaks_for
      AND s.ends < d.at) THEN 'WEAK_EVIDENCE'
    WHEN ${wasRevoked(`e.person IN ${numbersOfPerson('r.person')}`)} OR ${wasRevoked(isShared('r.person'))} THEN 'REVOKED'
    WHEN r.opt_out AND p.needs_explicit = 0 AND p.needs_consent = 0 THEN NULL
    ELSE 'NO_RECORD' END
  FROM lens_date AS d CROSS JOIN purpose AS p CROSS JOIN person_rule AS r`;

/** SQL of every event from every purpose it bears on, by the persons that a join gives. */
const saidBy = (
  person: string,
  joined: string,
): string => `  SELECT b.purpose, ${person} AS person, e.seq, b.depth, e.subject, e.basis, e.valid_until, e.occurred_at, e.notice,
    CASE WHEN e.state IN ('given', 'renewed', 'opted_in') THEN 0 WHEN e.state = 'objected' THEN 1
      WHEN e.state = 'withdrawn' THEN 2 WHEN e.state = 'revoked' THEN 3 WHEN e.state = 'refused' THEN 4
      WHEN e.state = 'opted_out' THEN 5 WHEN e.state = 'expired' THEN 7 ELSE 6 END AS severity,
    CASE WHEN e.occurred_at IS NULL OR e.occurred_precision = 'future' THEN -${NEVER} ELSE e.occurred_at END AS begins,
    CASE WHEN e.occurred_at IS NULL OR e.occurred_precision = 'future'
        THEN CASE WHEN e.state IN ('given', 'renewed', 'opted_in') THEN -${NEVER} ELSE ${NEVER} END
      WHEN e.occurred_precision = 'day' THEN e.occurred_at + 86399999 ELSE e.occurred_at END AS ends,
    CASE WHEN e.occurred_at IS NULL THEN 0 ELSE e.evidence_grade END AS grade,
    e.person_level <> 0 AND e.occurred_at IS NOT NULL AND e.evidence_grade >= 2 AS personal,
    e.state = 'opted_out' AND (SELECT is_sale_or_share FROM purpose WHERE id = e.purpose) = 1
      AND (SELECT is_sale_or_share FROM purpose WHERE id = b.purpose) = 1 AS whole,
    e.state IN ('given', 'renewed', 'opted_in') AND e.occurred_precision <> 'future' AND (e.purpose = b.purpose
      OR EXISTS (SELECT 1 FROM notice AS n, json_each(n.covers) AS c WHERE n.label = e.notice AND c.value = b.purpose))
      AS speaks_for
  FROM purpose_bearing AS b JOIN consent_event AS e ON e.purpose = b.said_for ${joined}
  WHERE e.person IS NOT NULL AND e.state NOT IN ('requested', 'invalidated')
    AND (b.only_opt_out = 0 OR e.state = 'opted_out')
    AND NOT EXISTS (SELECT 1 FROM consent_event AS v WHERE v.supersedes = e.seq)`;

/** SQL of whether opt-out rules hold for a person. They are looked up by person: `person` cannot be searched. */
const optOut = (person: string): string => `((SELECT us_opt_out FROM consent_setting) = 1
      AND EXISTS (SELECT 1 FROM person_fact AS f WHERE f.kind = 'regime' AND f.person IN ${numbersOfPerson(person)})
      AND NOT EXISTS (SELECT 1 FROM person_fact AS f WHERE f.kind = 'regime' AND f.value <> 'US'
        AND f.person IN ${numbersOfPerson(person)}))`;

export const CONSENT_VIEWS = `
CREATE VIEW consent_record AS
  SELECT e.seq, 'e' || e.seq AS event_id, 2 AS schema_version, e.person, e.subject, e.pid_type, e.purpose AS purpose_id,
    e.state, e.basis AS lawful_basis, e.special_basis, e.regime, e.jurisdiction, e.occurred_at, e.occurred_precision,
    e.recorded_at, e.valid_until, e.method, e.notice AS notice_id, e.evidence_kind, e.evidence_sha256,
    e.evidence_grade, s.kind AS signal_kind, s.raw AS signal_raw, s.decoder, b.controller,
    b.recipients AS recipients_json, b.data_categories AS data_categories_json, b.withdrawal_method,
    e.source AS import_id, e.row_number AS row_no, e.actor, e.reason, e.supersedes
  FROM consent_event AS e LEFT JOIN consent_signal AS s ON s.id = e.signal
    LEFT JOIN consent_batch AS b ON b.source = e.source;

-- The dates that consent_decision answers for. Empty unless somebody is asking.
CREATE TABLE lens_date(at INTEGER PRIMARY KEY) STRICT;

-- Which purposes' events bear on a purpose: its own and those above it, and among the purposes of sale and sharing
-- the opt-outs from any of them.
CREATE VIEW purpose_bearing(purpose, said_for, depth, only_opt_out) AS
  SELECT p.id, a.id, length(a.id), 0 FROM purpose AS p JOIN purpose AS a
    ON p.id = a.id OR substr(p.id, 1, length(a.id) + 1) = a.id || '.'
  UNION ALL
  SELECT p.id, a.id, length(a.id), 1 FROM purpose AS p JOIN purpose AS a
    ON p.is_sale_or_share = 1 AND a.is_sale_or_share = 1 AND p.id <> a.id
      AND substr(p.id, 1, length(a.id) + 1) <> a.id || '.';

-- Rules that hold for a person. Opt-out rules hold only where all that is known of the person says so, and allowed.
CREATE VIEW person_rule(person, opt_out, minor) AS
  SELECT p.id, ${optOut('p.id')},
    EXISTS (SELECT 1 FROM ${numbersOfPerson('p.id')} AS s WHERE 'minor' = (SELECT f.value FROM person_fact AS f
      WHERE f.kind = 'minor' AND f.person = s.number ORDER BY f.seq DESC LIMIT 1))
  FROM person AS p WHERE NOT EXISTS (SELECT 1 FROM merged AS m WHERE m.number = p.id);

-- Every event from every purpose it bears on. severity: 0 speaks for, 1 to 5 against, 6 and 7 against from its day on.
-- begins and ends: the span in which it was said; a yes of unknown time comes before, a no of unknown time after all.
-- An event is heard from the person whose number it was said under; what speaks against whoever has a shared identifier,
-- from everybody who was linked with it.
CREATE VIEW consent_said AS
${saidBy('e.person', '')}
    AND NOT EXISTS (SELECT 1 FROM merged AS m WHERE m.number = e.person)
  UNION ALL
${saidBy('m.person', 'JOIN merged AS m ON m.number = e.person ')}
  UNION ALL
${saidBy('x.person', 'JOIN shared_bond AS x ON x.shared = e.person ')} AND ${SPEAKS_AGAINST};

-- What counts as evidence of a consent or another basis: graded well enough, a consent or an explicit one where the
-- purpose needs it, under every regime then.
CREATE VIEW consent_evidence AS
  SELECT s.* FROM consent_said AS s JOIN purpose AS p ON p.id = s.purpose
  WHERE s.speaks_for AND (p.needs_explicit = 0 OR s.basis = 'explicit_consent') AND s.basis <> 'none'
    AND (p.needs_consent = 0 OR s.basis IN ('consent', 'explicit_consent'))
    AND (s.basis <> 'us_opt_out_regime' OR ${optOut('s.person')})
    AND (s.basis NOT IN ('consent', 'explicit_consent') OR (${optOut('s.person')} AND p.needs_consent = 0) OR s.grade >= p.min_grade);

CREATE VIEW consent_decision(at, person, purpose, reason) AS
${CONSENT_DECISION};
`;
