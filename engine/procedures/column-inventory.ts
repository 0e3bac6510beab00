/** The inventory of stored columns: what each is, what it is used for, and how long it is kept. */
import { classOfRole } from '../../shared/column-policy.ts';
import type { ColumnInfo, ColumnUse } from '../../shared/contract/columns.ts';
import { DAY, KINDS } from '../../shared/vocabulary.ts';
import { listColumns } from '../columns/columns.ts';
import { columnsOfFeature, columnsOfRule } from '../features/provenance.ts';
import { listPolicies } from '../privacy/column-policy.ts';
import { retentionOf } from '../privacy/retention.ts';
import type { Segment } from '../segments/segment.ts';
import type { Connection } from '../vault/database.ts';
import { listRecords } from '../vault/records.ts';

import type { StoredClustering } from './clustering-store.ts';
import { keptPredictions, scoreSources } from './prediction-features.ts';

/** What every column (`kind.name`) is used for, newest use first. */
export const columnUses = (db: Connection): Map<string, ColumnUse[]> => {
  const uses = new Map<string, ColumnUse[]>();
  const add = (columns: Iterable<string>, use: ColumnUse): void => {
    for (const column of new Set(columns)) uses.set(column, [...(uses.get(column) ?? []), use]);
  };
  const scores = scoreSources(db);
  const columnsOf = (features: readonly string[]): string[] =>
    features.flatMap((feature) => columnsOfFeature(feature, scores));
  for (const { id, body, at } of listRecords<StoredClustering>(db, 'clustering'))
    add(columnsOf(body.features), {
      what: 'clustering',
      id,
      name: id,
      purpose: body.answer.fitted.lens.purpose,
      at,
    });
  for (const { id, body, at } of listRecords<Segment>(db, 'segment')) {
    const purpose = db
      .prepare('SELECT purpose FROM membership WHERE segment = ? ORDER BY at DESC LIMIT 1')
      .pluck()
      .get(id) as string | undefined;
    add(columnsOfRule(body.rule, scores), {
      what: 'segment',
      id,
      name: body.name,
      purpose: purpose ?? null,
      at,
    });
  }
  for (const { id, at } of listRecords<unknown>(db, 'value'))
    add(['orders.time', 'orders.amount'], { what: 'value', id, name: 'customer value', purpose: null, at });
  for (const { id, body, at } of keptPredictions(db))
    add(columnsOf(body.features), {
      what: 'prediction',
      id,
      name: id,
      purpose: body.answer.fitted.lens.purpose,
      at,
    });
  for (const list of uses.values()) list.sort((a, b) => b.at - a.at);
  return uses;
};

const sourcesOf = (db: Connection, column: number): string[] =>
  db
    .prepare(
      `SELECT DISTINCT s.name FROM source AS s JOIN run AS r ON r.source = s.id
       WHERE EXISTS (SELECT 1 FROM chunk WHERE run = r.id AND column_id = ?) ORDER BY s.id`,
    )
    .pluck()
    .all(column) as string[];

/** Every stored column but the number of the person, in the order of kinds and of import. */
export const columnInventory = (db: Connection, today: number): ColumnInfo[] => {
  const policies = new Map(listPolicies(db).map((policy) => [`${policy.kind}.${policy.name}`, policy]));
  const uses = columnUses(db);
  return KINDS.flatMap((kind) =>
    listColumns(db, kind)
      .filter(({ type }) => type !== 'person')
      .map((column): ColumnInfo => {
        const { id, name, label, type, role, class: attributeClass } = column;
        const key = `${kind}.${name}`;
        const policy = policies.get(key);
        const used = uses.get(key) ?? [];
        const kept = retentionOf(db, column);
        return {
          kind,
          name,
          label,
          header: policy?.header ?? label,
          type,
          role,
          class: policy?.class ?? classOfRole(role, attributeClass),
          evidence: policy?.evidence ?? [],
          confidence: policy?.confidence ?? 0.5,
          action: policy?.action ?? (type === 'hash' ? 'hmac' : 'keep'),
          coarsening: policy?.coarsening ?? null,
          purposes: policy?.purposes ?? null,
          specialBasis: policy?.specialBasis ?? null,
          necessity: policy?.necessity ?? '',
          decidedBy: policy?.decidedBy ?? 'auto',
          decidedAt: policy?.decidedAt ?? null,
          reason: policy?.reason ?? null,
          sources: sourcesOf(db, id),
          uses: used,
          lastUsedAt: used[0]?.at ?? null,
          retentionDays: kept?.days ?? null,
          retentionLeft:
            kept?.oldest == null ? null : Math.ceil((kept.oldest + kept.days * DAY - today) / DAY),
        };
      }),
  );
};
