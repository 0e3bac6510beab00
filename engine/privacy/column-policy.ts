/**
 * The column policy as the vault keeps it: decisions are added, never changed, and the newest one of a column
 * holds. A column without a decision is allowed for every purpose, as its role in the mapping says.
 */
import type { ColumnPolicy, Evidence } from '../../shared/column-policy.ts';
import { coversPurpose } from '../../shared/column-policy.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import type { Connection } from '../vault/database.ts';

type Row = {
  kind: Kind;
  name: string;
  header: string;
  class: ColumnPolicy['class'];
  evidence: string;
  confidence: number;
  action: ColumnPolicy['action'];
  coarsening: string | null;
  purposes: string | null;
  special_basis: ColumnPolicy['specialBasis'];
  necessity: string;
  decided_by: ColumnPolicy['decidedBy'];
  decided_at: number;
  reason: string | null;
};

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

const policyOf = (row: Row): ColumnPolicy => ({
  kind: row.kind,
  name: row.name,
  header: row.header,
  class: row.class,
  evidence: JSON.parse(row.evidence) as Evidence[],
  confidence: row.confidence,
  action: row.action,
  coarsening: parsed(row.coarsening),
  purposes: parsed(row.purposes),
  specialBasis: row.special_basis,
  necessity: row.necessity,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reason: row.reason,
});

const FIELDS = `kind, name, header, class, evidence, confidence, action, coarsening, purposes, special_basis,
  necessity, decided_by, decided_at, reason`;

/** The policies that hold, one per column that was ever decided about, by kind and name. */
export const listPolicies = (db: Connection): ColumnPolicy[] =>
  (
    db
      .prepare(
        `SELECT ${FIELDS} FROM column_decision AS d
         WHERE seq = (SELECT max(seq) FROM column_decision WHERE kind = d.kind AND name = d.name)
         ORDER BY kind, name`,
      )
      .all() as Row[]
  ).map(policyOf);

/** The policy that holds for one column, or null where nothing was decided. */
export const findPolicy = (db: Connection, kind: Kind, name: string): ColumnPolicy | null => {
  const row = db
    .prepare(`SELECT ${FIELDS} FROM column_decision WHERE kind = ? AND name = ? ORDER BY seq DESC LIMIT 1`)
    .get(kind, name) as Row | undefined;
  return row === undefined ? null : policyOf(row);
};

/** Adds a decision. The caller holds the transaction. */
export const addPolicy = (db: Connection, policy: ColumnPolicy): void => {
  db.prepare(`INSERT INTO column_decision(${FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
    policy.kind,
    policy.name,
    policy.header,
    policy.class,
    JSON.stringify(policy.evidence),
    policy.confidence,
    policy.action,
    policy.coarsening === null ? null : JSON.stringify(policy.coarsening),
    policy.purposes === null ? null : JSON.stringify(policy.purposes),
    policy.specialBasis,
    policy.necessity,
    policy.decidedBy,
    policy.decidedAt,
    policy.reason,
  );
};

/** Number of decisions; what was computed under fewer is out of date. */
export const policyVersion = (db: Connection): number =>
  (db.prepare('SELECT max(seq) FROM column_decision').pluck().get() as number | null) ?? 0;

/** A column that a purpose may not use, and why. */
export type NotAllowed = { kind: Kind; name: string; label: string; why: string };

/** Which columns a purpose may use. */
export type ColumnRules = {
  /** Why the purpose may not use a column, or null where it may. */
  refusal(kind: Kind, name: string): string | null;
  /** Whether the column may be used only for people who gave explicit consent to the purpose. */
  needsExplicit(kind: Kind, name: string): boolean;
};

/** The rules of one purpose, read once. */
export const columnRules = (db: Connection, purpose: string): ColumnRules => {
  const policies = new Map(listPolicies(db).map((policy) => [`${policy.kind}.${policy.name}`, policy]));
  return {
    refusal: (kind, name) => {
      const policy = policies.get(`${kind}.${name}`);
      if (policy === undefined || coversPurpose(policy.purposes, purpose)) {
        return policy?.class === 'sensitive' && policy.specialBasis === null
          ? 'a special category that nobody signed off'
          : null;
      }
      return policy.purposes?.length === 0
        ? 'no purpose may use it'
        : `allowed only for ${policy.purposes?.join(', ')}`;
    },
    needsExplicit: (kind, name) => policies.get(`${kind}.${name}`)?.class === 'sensitive',
  };
};
