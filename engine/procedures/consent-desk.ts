/** What the officer settles about consent: purposes, notices, the rules of a regime, and batches taken back. */
import type { BatchInfo, ConsentPreview, NoticeInfo, PurposesAnswer } from '../../shared/contract/consent.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { TAXONOMY, TAXONOMY_ATTRIBUTION } from '../../shared/taxonomy.ts';
import { now, recordAct } from '../audit/audit.ts';
import { reinstateBatch, revokeBatch } from '../privacy/consent/batches.ts';
import { SAID_BY } from '../privacy/consent/ledger.ts';
import { allowsOptOut } from '../privacy/consent/purposes.ts';
import { allPurposes } from '../privacy/consent.ts';
import { cellOf } from '../privacy/gate/cells.ts';
import { journalAct } from '../privacy/subjects/acts-journal.ts';
import type { Connection } from '../vault/database.ts';
import type { Handlers } from './handler.ts';

const dayOf = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString().slice(0, 10);

const purposesAnswer = (db: Connection): PurposesAnswer => ({
  purposes: allPurposes(db).map((purpose) => ({
    ...purpose,
    fidesName: TAXONOMY.get(purpose.fidesKey) ?? null,
  })),
  usOptOut: allowsOptOut(db),
  attribution: TAXONOMY_ATTRIBUTION,
});

type NoticeRow = {
  label: string;
  series: string | null;
  lang: string | null;
  sha256: Buffer | null;
  effective_from: number | null;
  effective_to: number | null;
  text_ref: string | null;
  incompatible: number | null;
  covers: string | null;
  ends_at: number | null;
  people: number;
};

/** Versions that are defined, and labels that sources name and nobody defined. */
const listNotices = (db: Connection): NoticeInfo[] =>
  (
    db
      .prepare(
        `WITH named(label, people) AS (
           SELECT notice, count(DISTINCT ${SAID_BY}) FROM consent_event WHERE notice IS NOT NULL GROUP BY notice)
         SELECT coalesce(n.label, m.label) AS label, n.series, n.lang, n.sha256, n.effective_from, n.effective_to,
           n.text_ref, n.incompatible, n.covers, e.ends_at, coalesce(m.people, 0) AS people
         FROM notice AS n FULL JOIN named AS m ON m.label = n.label LEFT JOIN notice_end AS e ON e.label = n.label
         ORDER BY n.effective_from IS NULL, n.effective_from DESC, 1`,
      )
      .all() as NoticeRow[]
  ).map((row) => ({
    label: row.label,
    series: row.series,
    lang: row.lang,
    sha256: row.sha256?.toString('hex') ?? null,
    from: dayOf(row.effective_from),
    to: dayOf(row.effective_to),
    text: row.text_ref,
    incompatible: row.incompatible === 1,
    covers: row.covers === null ? [] : (JSON.parse(row.covers) as string[]),
    ends: dayOf(row.ends_at),
    people: cellOf(row.people),
  }));

type BatchRow = {
  source: number;
  name: string;
  sha256: Buffer;
  imported_at: number;
  events: number;
  counts: string;
  people: number;
  scope: 'grants' | 'all' | 'reinstated' | null;
  revoked: number | null;
  at: number | null;
};

const listBatches = (db: Connection): BatchInfo[] =>
  (
    db
      .prepare(
        `SELECT b.source, s.name, s.sha256, s.imported_at, b.events, b.counts, r.scope, r.events AS revoked, r.at,
           (SELECT count(DISTINCT person) FROM consent_event WHERE source = b.source) AS people
         FROM consent_batch AS b JOIN source AS s ON s.id = b.source
           LEFT JOIN consent_revocation AS r ON r.id = (SELECT max(id) FROM consent_revocation WHERE source = b.source)
         ORDER BY b.source DESC`,
      )
      .all() as BatchRow[]
  ).map(({ source, name, sha256, imported_at, events, counts, people, scope, revoked, at }) => ({
    source,
    name,
    sha256: sha256.toString('hex'),
    importedAt: imported_at,
    events,
    people: cellOf(people),
    counts: JSON.parse(counts) as ConsentPreview,
    revoked: scope === null || scope === 'reinstated' ? null : { scope, events: revoked ?? 0, at: at ?? 0 },
  }));

export const consentDeskHandlers: Handlers<
  | 'consent.purposes'
  | 'consent.definePurpose'
  | 'consent.allowOptOut'
  | 'consent.notices'
  | 'consent.defineNotice'
  | 'consent.batches'
  | 'consent.revokeBatch'
  | 'consent.reinstateBatch'
> = {
  'consent.purposes': (_, session) => purposesAnswer(session.vault().reader),
  'consent.definePurpose': (input, session) =>
    recordAct(session.vault(), (db) => {
      const before = allPurposes(db).find(({ id }) => id === input.id);
      const fidesKey = input.fidesKey ?? before?.fidesKey ?? input.id;
      if (!TAXONOMY.has(fidesKey))
        throw new CloisterError(
          'INPUT_VALUE',
          `"${fidesKey}" is no data use of the taxonomy.`,
          'Name the nearest one with its key, for example marketing.communications; shared/taxonomy.ts lists them.',
        );
      // What nobody says of a new purpose is taken to be so: marketing, sale, profiling, 24 months.
      const flag = (given: boolean | undefined, held: boolean | undefined): number =>
        (given ?? held ?? true) ? 1 : 0;
      db.prepare(
        `INSERT INTO purpose(id, label, fides_key, is_marketing, is_sale_or_share, is_profiling, needs_explicit,
           ttl_months, min_grade, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT(id) DO UPDATE SET label = excluded.label, fides_key = excluded.fides_key,
           is_marketing = excluded.is_marketing, is_sale_or_share = excluded.is_sale_or_share,
           is_profiling = excluded.is_profiling, needs_explicit = excluded.needs_explicit,
           ttl_months = excluded.ttl_months, min_grade = excluded.min_grade, listed = excluded.listed`,
      ).run(
        input.id,
        input.label,
        fidesKey,
        flag(input.marketing, before?.marketing),
        flag(input.saleOrShare, before?.saleOrShare),
        flag(input.profiling, before?.profiling),
        (input.needsExplicit ?? before?.needsExplicit ?? false) ? 1 : 0,
        input.ttlMonths === undefined ? (before === undefined ? 24 : before.ttlMonths) : input.ttlMonths,
        input.minGrade ?? before?.minGrade ?? 1,
        flag(input.listed, before?.listed),
      );
      const after = allPurposes(db).find(({ id }) => id === input.id);
      return {
        result: purposesAnswer(db),
        act: { action: 'consent.purpose', purpose: input.id, details: { before: before ?? null, after } },
      };
    }),
  'consent.allowOptOut': ({ allow, reason }, session) =>
    recordAct(session.vault(), (db) => {
      db.prepare('UPDATE consent_setting SET us_opt_out = ? WHERE id = 1').run(allow ? 1 : 0);
      return {
        result: purposesAnswer(db),
        act: { action: 'consent.setting', details: { usOptOut: allow }, note: reason },
      };
    }),
  'consent.notices': (_, session) => listNotices(session.vault().reader),
  'consent.defineNotice': (input, session) =>
    recordAct(session.vault(), (db) => {
      const known = new Set(allPurposes(db).map(({ id }) => id));
      const foreign = input.covers.find((purpose) => !known.has(purpose));
      if (foreign !== undefined)
        throw new CloisterError(
          'NOT_FOUND',
          `The notice lists the purpose "${foreign}", which this vault does not have.`,
          `Its purposes are ${[...known].join(', ')}.`,
        );
      db.prepare(
        `INSERT INTO notice(label, series, lang, sha256, effective_from, effective_to, text_ref, incompatible, covers)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT(label) DO UPDATE SET series = excluded.series, lang = excluded.lang, sha256 = excluded.sha256,
           effective_from = excluded.effective_from, effective_to = excluded.effective_to,
           text_ref = excluded.text_ref, incompatible = excluded.incompatible, covers = excluded.covers`,
      ).run(
        input.label,
        input.series,
        input.lang ?? null,
        input.sha256 === undefined ? null : Buffer.from(input.sha256, 'hex'),
        dateTime(input.from),
        input.to === undefined ? null : dateTime(input.to),
        input.text ?? null,
        input.incompatible ? 1 : 0,
        JSON.stringify(input.covers),
      );
      return {
        result: listNotices(db),
        act: { action: 'consent.notice', object: input.label, details: { ...input } },
      };
    }),
  'consent.batches': (_, session) => listBatches(session.vault().reader),
  'consent.revokeBatch': ({ source, scope, reason }, session) =>
    recordAct(session.vault(), (db) => {
      const { events, elsewhere, people } = revokeBatch(db, source, scope, reason, now());
      const file = db
        .prepare('SELECT kind, lower(hex(sha256)) AS sha256 FROM source WHERE id = ?')
        .get(source) as {
        kind: string;
        sha256: string;
      };
      journalAct(session.vault(), db, { kind: 'revoked', source: file.kind, sha256: file.sha256, scope });
      return {
        result: { source, events, elsewhere, people },
        act: {
          action: 'consent.revoke',
          object: `source ${source}`,
          counts: { events, elsewhere, people },
          details: { scope },
          note: reason,
        },
      };
    }),
  'consent.reinstateBatch': ({ source, reason }, session) =>
    recordAct(session.vault(), (db) => {
      const { events, people } = reinstateBatch(db, source, reason, now());
      return {
        result: { source, events, people },
        act: {
          action: 'consent.reinstate',
          object: `source ${source}`,
          counts: { events, people },
          note: reason,
        },
      };
    }),
};
