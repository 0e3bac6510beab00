/** Purposes and notices of a vault, and the officer's settings: what the resolution of consent goes by. */
import * as v from 'valibot';
import { CloisterError } from '../../../shared/errors.ts';
import type { Connection } from '../../vault/database.ts';
import type { NoticeRule } from './resolve.ts';

/** A purpose with everything that holds for it. */
export const purposeSchema = v.strictObject({
  id: v.string(),
  label: v.string(),
  ttlMonths: v.nullable(v.number()),
  fidesKey: v.string(),
  marketing: v.boolean(),
  saleOrShare: v.boolean(),
  profiling: v.boolean(),
  needsExplicit: v.boolean(),
  /** No basis counts but consent, wherever people live. */
  needsConsent: v.boolean(),
  /** Least grade of evidence of a consent, 1 to 3. */
  minGrade: v.number(),
  /** Whether it is offered as a lens; the others only receive signals. */
  listed: v.boolean(),
});
export type PurposeRule = v.InferOutput<typeof purposeSchema>;

/** A version of a notice as it is kept. Times are UTC epoch milliseconds. */
export const noticeSchema = v.strictObject({
  label: v.string(),
  series: v.string(),
  lang: v.nullable(v.string()),
  sha256: v.nullable(v.string()),
  from: v.number(),
  to: v.nullable(v.number()),
  text: v.nullable(v.string()),
  incompatible: v.boolean(),
  covers: v.array(v.string()),
});
export type NoticeVersion = v.InferOutput<typeof noticeSchema>;

type PurposeRow = {
  id: string;
  label: string;
  fides_key: string;
  is_marketing: number;
  is_sale_or_share: number;
  is_profiling: number;
  needs_explicit: number;
  needs_consent: number;
  ttl_months: number | null;
  min_grade: number;
  listed: number;
};

/** Every purpose of the vault, those it began with first, in their order, then the others by id. */
export const allPurposes = (db: Connection): PurposeRule[] =>
  (db.prepare('SELECT * FROM purpose ORDER BY place, id').all() as PurposeRow[]).map((row) => ({
    id: row.id,
    label: row.label,
    ttlMonths: row.ttl_months,
    fidesKey: row.fides_key,
    marketing: row.is_marketing === 1,
    saleOrShare: row.is_sale_or_share === 1,
    profiling: row.is_profiling === 1,
    needsExplicit: row.needs_explicit === 1,
    needsConsent: row.needs_consent === 1,
    minGrade: row.min_grade,
    listed: row.listed === 1,
  }));

/** The purposes that can be chosen as a lens. */
export const listPurposes = (db: Connection): PurposeRule[] => allPurposes(db).filter(({ listed }) => listed);

/** The purpose with this id. @throws CloisterError NOT_FOUND that lists those a lens can be for */
export const requirePurpose = (db: Connection, id: string): PurposeRule => {
  const purposes = allPurposes(db);
  const found = purposes.find((purpose) => purpose.id === id);
  if (found !== undefined) return found;
  throw new CloisterError(
    'NOT_FOUND',
    `There is no purpose "${id.slice(0, 120)}".`,
    `The purposes are ${purposes
      .filter(({ listed }) => listed)
      .map((purpose) => purpose.id)
      .join(', ')}.`,
  );
};

const bit = (value: boolean): number => (value ? 1 : 0);

/** Adds a purpose, or changes the one with its id. The caller holds the transaction. */
export const writePurpose = (db: Connection, purpose: PurposeRule): void => {
  db.prepare(
    `INSERT INTO purpose(id, label, fides_key, is_marketing, is_sale_or_share, is_profiling, needs_explicit,
       ttl_months, min_grade, listed, needs_consent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(id) DO UPDATE SET label = excluded.label, fides_key = excluded.fides_key,
       is_marketing = excluded.is_marketing, is_sale_or_share = excluded.is_sale_or_share,
       is_profiling = excluded.is_profiling, needs_explicit = excluded.needs_explicit,
       ttl_months = excluded.ttl_months, min_grade = excluded.min_grade, listed = excluded.listed,
       needs_consent = excluded.needs_consent`,
  ).run(
    purpose.id,
    purpose.label,
    purpose.fidesKey,
    bit(purpose.marketing),
    bit(purpose.saleOrShare),
    bit(purpose.profiling),
    bit(purpose.needsExplicit),
    purpose.ttlMonths,
    purpose.minGrade,
    bit(purpose.listed),
    bit(purpose.needsConsent),
  );
};

/** Adds a version of a notice, or changes the one with its label. The caller holds the transaction. */
export const writeNotice = (db: Connection, notice: NoticeVersion): void => {
  db.prepare(
    `INSERT INTO notice(label, series, lang, sha256, effective_from, effective_to, text_ref, incompatible, covers)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(label) DO UPDATE SET series = excluded.series, lang = excluded.lang, sha256 = excluded.sha256,
       effective_from = excluded.effective_from, effective_to = excluded.effective_to,
       text_ref = excluded.text_ref, incompatible = excluded.incompatible, covers = excluded.covers`,
  ).run(
    notice.label,
    notice.series,
    notice.lang,
    notice.sha256 === null ? null : Buffer.from(notice.sha256, 'hex'),
    notice.from,
    notice.to,
    notice.text,
    bit(notice.incompatible),
    JSON.stringify(notice.covers),
  );
};

/** Lets the opt-out rules of the United States hold, or not. The caller holds the transaction. */
export const allowOptOut = (db: Connection, allow: boolean): void => {
  db.prepare('UPDATE consent_setting SET us_opt_out = ? WHERE id = 1').run(bit(allow));
};

/** Whether the officer lets the opt-out rules of the United States hold for people known to live there. */
export const allowsOptOut = (db: Connection): boolean =>
  db.prepare('SELECT us_opt_out FROM consent_setting').pluck().get() === 1;

/** Versions of notices by label, with the end of the consents given under each. */
export const noticeRules = (db: Connection): Map<string, NoticeRule> =>
  new Map(
    (
      db
        .prepare(
          'SELECT n.label, n.covers, e.ends_at FROM notice AS n LEFT JOIN notice_end AS e USING (label)',
        )
        .all() as { label: string; covers: string; ends_at: number | null }[]
    ).map(({ label, covers, ends_at }) => [
      label,
      { endsAt: ends_at, covers: new Set(JSON.parse(covers) as string[]) },
    ]),
  );

/**
 * The version of everything that decides about consent: it grows with every event, fact and setting, so two
 * lenses with the same version saw the same ledger under the same rules.
 */
export const consentVersion = (db: Connection): number =>
  db
    .prepare(
      `SELECT ifnull((SELECT max(seq) FROM consent_event), 0) + ifnull((SELECT max(seq) FROM person_fact), 0)
         + (SELECT changes FROM consent_setting)`,
    )
    .pluck()
    .get() as number;

/** The number of the newest ledger event. */
export const ledgerSeq = (db: Connection): number =>
  (db.prepare('SELECT max(seq) FROM consent_event').pluck().get() as number | null) ?? 0;
