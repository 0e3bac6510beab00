/** The catalogue of features: listed with what each is made of, and which further ones this vault keeps. */
import type { CatalogueFeature } from '../../shared/contract/features.ts';
import { CloisterError } from '../../shared/errors.ts';
import { now, recordAct } from '../audit/audit.ts';
import { listColumns } from '../columns/columns.ts';
import { CATALOGUE } from '../features/catalogue.ts';
import { FURTHER } from '../features/further.ts';
import type { Connection } from '../vault/database.ts';
import { putRecord } from '../vault/records.ts';
import type { Handlers } from './handler.ts';
import { bodyOf, remember } from './history.ts';
import { KEPT_FEATURES, keptFeatures } from './kept-features.ts';

const catalogueOf = (db: Connection): CatalogueFeature[] => {
  const held = new Set(
    (['orders', 'events'] as const).flatMap((kind) =>
      listColumns(db, kind).map(({ name }) => `${kind}.${name}`),
    ),
  );
  const kept = keptFeatures(db);
  // Without order numbers every row counts as an order: a reference is never lacking.
  const lacking = (sources: readonly string[]): string[] =>
    sources.filter((source) => !held.has(source) && !source.endsWith('.reference'));
  return [
    ...CATALOGUE.map((entry) => ({ ...entry, always: true })),
    ...FURTHER.map((entry) => ({ ...entry, always: false })),
  ].map(({ id, label, unit, definition, sources, use, always }) => ({
    id,
    label,
    unit,
    definition,
    sources: [...sources],
    use,
    always,
    kept: always || kept.includes(id),
    lacking: lacking(sources),
  }));
};

export const featuresHandlers: Handlers<'features.catalogue' | 'features.keep'> = {
  'features.catalogue': (_, session) => catalogueOf(session.vault().reader),
  'features.keep': async ({ features }, session) => {
    const unknown = features.find((id) => !FURTHER.some((entry) => entry.id === id));
    if (unknown !== undefined)
      throw new CloisterError(
        'NOT_FOUND',
        `There is no further feature ${unknown}.`,
        `There are ${FURTHER.map(({ id }) => id).join(', ')}.`,
      );
    const kept = FURTHER.map(({ id }) => id).filter((id) => features.includes(id));
    await recordAct(session.vault(), (db) => {
      const before = bodyOf(db, 'setting', KEPT_FEATURES);
      putRecord(db, 'setting', KEPT_FEATURES, kept, now());
      remember(db, 'Features kept', [{ kind: 'setting', id: KEPT_FEATURES, before, after: kept }]);
      return {
        result: null,
        act: { action: 'features.keep', object: KEPT_FEATURES, details: { features: kept.join(' ') } },
      };
    });
    return catalogueOf(session.vault().reader);
  },
};
