/** The column policy as acts: inventory, class, purposes, dropping and coarsening, each on the record. */
import { attributeClassOf, type ColumnPolicy, classOfRole, isDowngrade } from '../../shared/column-policy.ts';
import { CloisterError } from '../../shared/errors.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { type Act, now, recordAct } from '../audit/audit.ts';
import { coarserNumber, coarserWord } from '../columns/coarsen.ts';
import { type ColumnDefinition, listColumns } from '../columns/columns.ts';
import { mapNumbers, mapWords, removeColumn } from '../columns/rewrite.ts';
import { coarsenProfiles } from '../intake/profile/kept.ts';
import { coarseningText, nextCoarsening, noSuchColumn } from '../privacy/coarsening.ts';
import { addPolicy, findPolicy } from '../privacy/column-policy.ts';
import { requirePurpose } from '../privacy/consent.ts';
import type { Connection } from '../vault/database.ts';
import { foldLog } from '../vault/vault.ts';
import { columnInventory, columnUses } from './column-inventory.ts';
import type { Handlers } from './handler.ts';
import type { Session } from './session.ts';

const definitionOf = (db: Connection, kind: Kind, name: string): ColumnDefinition | undefined =>
  listColumns(db, kind).find((column) => column.name === name && column.type !== 'person');

const requireColumn = (db: Connection, kind: Kind, name: string): ColumnDefinition => {
  const found = definitionOf(db, kind, name);
  if (found === undefined) throw noSuchColumn(kind, name);
  return found;
};

/** What holds for a column, before anything was decided too. */
export const standingPolicy = (db: Connection, kind: Kind, name: string): ColumnPolicy => {
  const column = definitionOf(db, kind, name);
  return (
    findPolicy(db, kind, name) ?? {
      kind,
      name,
      header: column?.label ?? name,
      class: column === undefined ? 'unclassified' : classOfRole(column.role, column.class),
      evidence: [],
      confidence: 0.5,
      action: column?.type === 'hash' ? 'hmac' : 'keep',
      coarsening: null,
      purposes: null,
      specialBasis: null,
      necessity: '',
      decidedBy: 'auto',
      decidedAt: 0,
      reason: null,
    }
  );
};

/** Adds a decision that changes part of what holds, and says so on the record. */
const decide = <T>(
  session: Session,
  key: { kind: Kind; name: string; reason: string },
  action: Act['action'],
  change: (
    db: Connection,
    before: ColumnPolicy,
  ) => { policy: Partial<ColumnPolicy>; result: T; details: Record<string, unknown> },
): Promise<T> => {
  const vault = session.vault();
  return recordAct(vault, (db) => {
    const before = standingPolicy(db, key.kind, key.name);
    const { policy, result, details } = change(db, before);
    const decidedBy = session.actor().role === 'officer' ? 'officer' : 'analyst';
    addPolicy(db, { ...before, decidedBy, decidedAt: now(), reason: key.reason, ...policy });
    return {
      result,
      act: { action, object: `column ${key.kind}.${key.name}`, details, note: key.reason },
    };
  });
};

/** Data of the past does not linger in the write-ahead log. */
const forget = (session: Session): void => foldLog(session.vault().db);

export const columnHandlers: Handlers<
  'column.list' | 'column.classify' | 'column.allow' | 'column.drop' | 'column.coarsen'
> = {
  'column.list': (_, session) => columnInventory(session.vault().reader, now()),

  'column.classify': async ({ kind, name, class: dataClass, basis, purposes, reason }, session) => {
    const { reader } = session.vault();
    const before = standingPolicy(reader, kind, name);
    const known = definitionOf(reader, kind, name) !== undefined;
    // What is not imported yet is decided beforehand, against what an import would find.
    if (
      !known ||
      dataClass === 'sensitive' ||
      before.decidedBy === 'officer' ||
      isDowngrade(before.class, dataClass)
    )
      session.requireOfficer();
    if (dataClass === 'sensitive' && basis === undefined)
      throw new CloisterError(
        'PRIVACY_REFUSED',
        `${kind}.${name} would be a special category without a condition of GDPR Art. 9(2).`,
        'Give the basis explicit_consent; the column is then used only for people who gave it.',
      );
    return decide(session, { kind, name, reason }, 'column.classify', (db, standing) => {
      for (const purpose of purposes ?? []) requirePurpose(db, purpose);
      if (known)
        db.prepare('UPDATE column_definition SET class = ? WHERE kind = ? AND name = ? AND role = ?').run(
          attributeClassOf(dataClass),
          kind,
          name,
          'attribute',
        );
      return {
        policy: {
          class: dataClass,
          specialBasis: dataClass === 'sensitive' ? (basis ?? null) : null,
          ...(purposes === undefined ? {} : { purposes }),
          // A column that was dropped comes back by a decision to keep it.
          action: standing.action === 'drop' ? 'keep' : standing.action,
        },
        result: null,
        details: { class: dataClass, before: standing.class, basis: basis ?? 'none' },
      };
    });
  },

  'column.allow': ({ kind, name, purposes, necessity, reason }, session) =>
    decide(session, { kind, name, reason }, 'column.allow', (db) => {
      requireColumn(db, kind, name);
      for (const purpose of purposes ?? []) requirePurpose(db, purpose);
      return {
        policy: { purposes, ...(necessity === undefined ? {} : { necessity }) },
        result: null,
        details: { purposes: purposes ?? 'every purpose' },
      };
    }),

  'column.drop': async ({ kind, name, reason }, session) => {
    const dropped = await decide(session, { kind, name, reason }, 'column.drop', (db) => {
      const column = requireColumn(db, kind, name);
      if (column.role === 'time')
        throw new CloisterError(
          'PRIVACY_REFUSED',
          `Without ${kind}.time no row has a date, and no lens could leave out what came later.`,
          'Coarsen it, or let a rule of retention remove the rows.',
        );
      const usedBy = (columnUses(db).get(`${kind}.${name}`) ?? []).map(({ what, name }) =>
        what === name ? what : `${what} ${name}`,
      );
      const chunks = removeColumn(db, column);
      return {
        policy: { action: 'drop', coarsening: null },
        result: { chunks, usedBy },
        details: { chunks, usedBy },
      };
    });
    forget(session);
    return dropped;
  },

  'column.coarsen': async ({ kind, name, reason }, session) => {
    const coarser = await decide(session, { kind, name, reason }, 'column.coarsen', (db, before) => {
      const column = requireColumn(db, kind, name);
      const coarsening = nextCoarsening(db, column, before.coarsening);
      if (coarsening === null)
        throw new CloisterError(
          'INPUT_VALUE',
          `${kind}.${name} cannot be made coarser.`,
          'Drop it, or restrict its purposes.',
        );
      if (column.type === 'code') mapWords(db, column, coarserWord(coarsening));
      else mapNumbers(db, column, coarserNumber(coarsening));
      coarsenProfiles(db, kind, name);
      const words = coarseningText(coarsening);
      return {
        policy: { action: 'coarsen', coarsening },
        result: { coarsening, words },
        details: { to: words },
      };
    });
    forget(session);
    return coarser;
  },
};
