/** The same file again: nothing is read, and the answer says which import took it. */
import type { ImportAnswer } from '../../shared/contract/answers.ts';
import { NOTHING_SAID } from '../../shared/contract/consent.ts';
import type { Kind } from '../../shared/vocabulary.ts';
import { countPeople } from '../privacy/people.ts';
import type { Connection } from '../vault/database.ts';
import type { ImportPlan } from './mapping.ts';
import { NO_REPEATS } from './repeats/repeats.ts';

type Earlier = { id: number; records: number };

/** The import that took the same bytes as the same kind of data. */
export const already = (db: Connection, kind: Kind, sha256: string): Earlier | undefined =>
  db
    .prepare('SELECT id, records FROM source WHERE kind = ? AND sha256 = ?')
    .get(kind, Buffer.from(sha256, 'hex')) as Earlier | undefined;

/** What an import answers that changed nothing. */
export const unchanged = (
  db: Connection,
  file: string,
  plan: ImportPlan,
  warnings: string[],
  dryRun: boolean,
  source: Earlier,
): ImportAnswer => ({
  source: source.id,
  file,
  kind: plan.mapping.kind,
  records: source.records,
  accepted: 0,
  rejected: 0,
  duplicates: source.records,
  repeats: { ...NO_REPEATS, same: source.records },
  peopleKnown: countPeople(db),
  peopleNew: 0,
  consentEvents: 0,
  consent: NOTHING_SAID,
  links: { found: 0, merged: 0, shared: 0 },
  amountTotal: null,
  reasons: [
    {
      reason: `the same file was imported before, as source ${source.id}; nothing was changed`,
      records: source.records,
    },
  ],
  rejects: [],
  stored: plan.stored,
  dropped: plan.dropped,
  warnings,
  dryRun,
  quality: { complete: 1, valid: 1, columns: [], mended: [] },
  seconds: 0,
});
