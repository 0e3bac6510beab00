/** What the officer settles about consent: purposes, notices, the rules of a regime, and batches taken back. */
import type { BatchInfo, ConsentPreview, NoticeInfo, PurposesAnswer } from '../../shared/contract/consent.ts';
import { CloisterError } from '../../shared/errors.ts';
import { dateTime } from '../../shared/plan.ts';
import { TAXONOMY, TAXONOMY_ATTRIBUTION } from '../../shared/taxonomy.ts';
import { type Act, now, recordAct } from '../audit/audit.ts';
import { reinstateBatch, revokeBatch } from '../privacy/consent/batches.ts';
import { SAID_BY } from '../privacy/consent/ledger.ts';
import {
  allowOptOut,
  allowsOptOut,
  type NoticeVersion,
  writeNotice,
  writePurpose,
} from '../privacy/consent/purposes.ts';
import { allPurposes, type PurposeRule } from '../privacy/consent.ts';
import { cellOf } from '../privacy/gate/cells.ts';
import { journalAct, journalAfter, type SaidAct } from '../privacy/subjects/acts-journal.ts';
import type { Connection } from '../vault/database.ts';
import type { Vault } from '../vault/vault.ts';
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

/** How the journal names the file of a batch. @throws CloisterError NOT_FOUND */
const fileOf = (db: Connection, source: number): { source: string; sha256: string } => {
  const file = db
    .prepare('SELECT kind AS source, lower(hex(sha256)) AS sha256 FROM source WHERE id = ?')
    .get(source) as { source: string; sha256: string } | undefined;
  if (file !== undefined) return file;
  throw new CloisterError(
    'NOT_FOUND',
    `There is no source ${source}.`,
    'See `cloister consent VAULT batches` for those that said something.',
  );
};

/** Whether a change of a purpose lets anybody in, or leaves a signal without effect, that it did not before. */
const loosens = (before: PurposeRule | undefined, after: PurposeRule): boolean =>
  before === undefined ||
  (before.needsExplicit && !after.needsExplicit) ||
  (before.needsConsent && !after.needsConsent) ||
  after.minGrade < before.minGrade ||
  (before.saleOrShare && !after.saleOrShare) ||
  (before.profiling && !after.profiling) ||
  (before.ttlMonths !== null && (after.ttlMonths === null || after.ttlMonths > before.ttlMonths));

/** Does what the officer settles and journals it: what protects before the commit, what loosens after it. */
const settled = <T>(
  vault: Vault,
  said: SaidAct,
  loosening: boolean,
  work: (db: Connection) => { result: T; act: Act },
): Promise<T> =>
  loosening
    ? journalAfter(vault, said, (keep) =>
        recordAct(vault, (db) => {
          const done = work(db);
          keep(db);
          return done;
        }),
      )
    : recordAct(vault, (db) => {
        const done = work(db);
        journalAct(vault, db, said);
        return done;
      });

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
  'consent.definePurpose': (input, session) => {
    const vault = session.vault();
    const before = allPurposes(vault.reader).find(({ id }) => id === input.id);
    const fidesKey = input.fidesKey ?? before?.fidesKey ?? input.id;
    if (!TAXONOMY.has(fidesKey))
      throw new CloisterError(
        'INPUT_VALUE',
        `"${fidesKey}" is no data use of the taxonomy.`,
        'Name the nearest one with its key, for example marketing.communications; shared/taxonomy.ts lists them.',
      );
    // What nobody says of a new purpose is taken to be so: marketing, sale, profiling, 24 months.
    const purpose: PurposeRule = {
      id: input.id,
      label: input.label,
      fidesKey,
      marketing: input.marketing ?? before?.marketing ?? true,
      saleOrShare: input.saleOrShare ?? before?.saleOrShare ?? true,
      profiling: input.profiling ?? before?.profiling ?? true,
      needsExplicit: input.needsExplicit ?? before?.needsExplicit ?? false,
      needsConsent: input.needsConsent ?? before?.needsConsent ?? false,
      ttlMonths:
        input.ttlMonths === undefined ? (before === undefined ? 24 : before.ttlMonths) : input.ttlMonths,
      minGrade: input.minGrade ?? before?.minGrade ?? 1,
      listed: input.listed ?? before?.listed ?? true,
    };
    return settled(vault, { kind: 'purpose', purpose }, loosens(before, purpose), (db) => {
      writePurpose(db, purpose);
      return {
        result: purposesAnswer(db),
        act: {
          action: 'consent.purpose',
          purpose: input.id,
          details: { before: before ?? null, after: purpose },
        },
      };
    });
  },
  'consent.allowOptOut': ({ allow, reason }, session) =>
    settled(session.vault(), { kind: 'opt-out', allow }, allow, (db) => {
      allowOptOut(db, allow);
      return {
        result: purposesAnswer(db),
        act: { action: 'consent.setting', details: { usOptOut: allow }, note: reason },
      };
    }),
  'consent.notices': (_, session) => listNotices(session.vault().reader),
  'consent.defineNotice': (input, session) => {
    const vault = session.vault();
    const known = new Set(allPurposes(vault.reader).map(({ id }) => id));
    const foreign = input.covers.find((purpose) => !known.has(purpose));
    if (foreign !== undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `The notice lists the purpose "${foreign}", which this vault does not have.`,
        `Its purposes are ${[...known].join(', ')}.`,
      );
    const notice: NoticeVersion = {
      label: input.label,
      series: input.series,
      lang: input.lang ?? null,
      sha256: input.sha256 ?? null,
      from: dateTime(input.from),
      to: input.to === undefined ? null : dateTime(input.to),
      text: input.text ?? null,
      incompatible: input.incompatible,
      covers: input.covers,
    };
    // A version that ends earlier consents takes something away; another may let a wider consent count.
    return settled(vault, { kind: 'notice', notice }, !notice.incompatible, (db) => {
      writeNotice(db, notice);
      return {
        result: listNotices(db),
        act: { action: 'consent.notice', object: input.label, details: { ...input } },
      };
    });
  },
  'consent.batches': (_, session) => listBatches(session.vault().reader),
  'consent.revokeBatch': ({ source, scope, reason }, session) =>
    recordAct(session.vault(), (db) => {
      const { events, elsewhere, people } = revokeBatch(db, source, scope, reason, now());
      journalAct(session.vault(), db, { kind: 'revoked', ...fileOf(db, source), scope });
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
  'consent.reinstateBatch': ({ source, reason }, session) => {
    const vault = session.vault();
    return journalAfter(vault, { kind: 'reinstated', ...fileOf(vault.reader, source) }, (keep) =>
      recordAct(vault, (db) => {
        const { events, people } = reinstateBatch(db, source, reason, now());
        keep(db);
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
    );
  },
};
