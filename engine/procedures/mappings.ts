/** Mappings to use again, from the sources of the vault or from a file. */
import type { KeptMapping } from '../../shared/contract/mappings.ts';
import { type Mapping, parseMapping } from '../../shared/mapping.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import type { Handlers } from './handler.ts';
import { readYaml } from './plan.ts';

export const mappingHandlers: Handlers<'mapping.kept' | 'mapping.read'> = {
  'mapping.kept': (_, session): KeptMapping[] => {
    const rows = session
      .vault()
      .reader.prepare(
        `SELECT name AS source, kind, mapping, imported_at AS importedAt FROM source
         WHERE id IN (SELECT max(id) FROM source GROUP BY kind, name) ORDER BY id DESC`,
      )
      .all() as { source: string; kind: Kind; mapping: string; importedAt: number }[];
    return rows.map((row) => ({ ...row, mapping: JSON.parse(row.mapping) as Mapping }));
  },
  'mapping.read': ({ file }) => parseMapping(readYaml(file, 'mapping')),
};
