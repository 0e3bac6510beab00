/**
 * The search for duplicates and what somebody says of its pairs. It outlives a change of screen and ends with the vault;
 * a verdict is in this window alone until the pairs are linked.
 */
import type { Answer } from '../../../../shared/contract/contract.ts';
import type { DuplicateMethod } from '../../../../shared/contract/identity.ts';
import type { Mapping } from '../../../../shared/mapping.ts';
import { duplicateWords as words } from '../../../messages/identity.ts';
import { engine } from '../../../state/engine.svelte.ts';
import { jobs } from '../../../state/jobs.svelte.ts';
import { session } from '../../../state/session.svelte.ts';
import { problem, toasts } from '../../../state/toasts.svelte.ts';

export type Verdict = 'yes' | 'no' | 'open';
type Found = Answer<'identity.duplicates'>;

let file = $state<string | null>(null);
let other = $state<string | null>(null);
let method = $state<DuplicateMethod>('fields');
let found = $state.raw<Found | null>(null);
let verdicts = $state.raw<ReadonlyMap<number, 'yes' | 'no'>>(new Map());
let busy = $state(false);
/** How the file is mapped, where it is on its way in. */
let mapping = $state.raw<Mapping | null>(null);
/** Further files of the source that is on its way in. */
let also = $state.raw<readonly string[]>([]);
/** Why the pairs are linked once the file is loaded; null while nobody said so. */
let held = $state<string | null>(null);
/** Grows when what is searched changes: an answer that comes later is for nobody. */
let turn = 0;

const forget = (): void => {
  turn += 1;
  found = null;
  held = null;
  verdicts = new Map();
};
const search = () => ({
  file: file ?? '',
  method,
  ...(mapping === null ? {} : { mapping, also: [...also] }),
  ...(other === null ? {} : { other: { file: other } }),
});
const pairsSaid = (verdict: 'yes' | 'no'): number[] =>
  [...verdicts].flatMap(([pair, said]) => (said === verdict ? [pair] : [])).sort((a, b) => a - b);

session.onLeave(() => {
  file = null;
  other = null;
  mapping = null;
  forget();
});

export const review = {
  get file(): string | null {
    return file;
  },
  get other(): string | null {
    return other;
  },
  get method(): DuplicateMethod {
    return method;
  },
  get found(): Found | null {
    return found;
  },
  get busy(): boolean {
    return busy;
  },
  get yes(): number[] {
    return pairsSaid('yes');
  },
  get no(): number[] {
    return pairsSaid('no');
  },
  /** Whether the file is one that is on its way in. */
  isOnWayIn(path: string | null): boolean {
    return mapping !== null && file === path;
  },
  /** The reason with which the pairs are linked once the file is loaded. */
  get held(): string | null {
    return held;
  },
  /** Looks for duplicates in a source on its way in, as it is mapped. */
  takeWayIn(path: string, others: readonly string[], how: Mapping): void {
    file = path;
    also = others;
    other = null;
    mapping = how;
    forget();
  },
  /** The pairs that are one person are to be linked once the file is loaded. */
  hold(reason: string): void {
    held = reason;
  },
  /** Whether pairs of a file wait for it to be loaded. */
  waitsFor(path: string): boolean {
    return held !== null && review.isOnWayIn(path) && pairsSaid('yes').length > 0;
  },
  /** Links what waited for the file, which is loaded now. A failure is told; the file stays loaded. */
  async link(how: Mapping): Promise<void> {
    mapping = how;
    try {
      const { linked, unknown } = await review.confirm(held ?? '');
      toasts.show({ title: words.confirmed(linked, unknown) });
    } catch (thrown) {
      problem(thrown);
    }
  },
  /** A file on its way in is left: what was found in it is forgotten. */
  leave(path: string | null): void {
    if (path === null || !review.isOnWayIn(path)) return;
    file = null;
    mapping = null;
    forget();
  },
  /** Another file, a second one or none, another way: what was found no longer holds. */
  take(change: { file?: string; other?: string | null; method?: DuplicateMethod }): void {
    if (change.file !== undefined) mapping = null;
    file = change.file ?? file;
    if (change.other !== undefined) other = change.other;
    method = change.method ?? method;
    forget();
  },
  /** Compares the records. @throws ErrorData */
  async search(): Promise<void> {
    if (busy || file === null) return;
    forget();
    const mine = turn;
    busy = true;
    try {
      const name = file.split(/[\\/]/).at(-1) ?? file;
      const answer = await jobs.run(words.job(name), 'identity.duplicates', search());
      if (mine === turn) found = answer;
    } finally {
      busy = false;
    }
  },
  verdictOf(pair: number): Verdict {
    return verdicts.get(pair) ?? 'open';
  },
  say(pair: number, verdict: Verdict): void {
    const next = new Map(verdicts);
    if (verdict === 'open') next.delete(pair);
    else next.set(pair, verdict);
    verdicts = next;
  },
  /** Says yes to every pair that nothing was said of. */
  sayRest(): void {
    const next = new Map(verdicts);
    for (let pair = 1; pair <= (found?.pairs.count ?? 0); pair++) if (!next.has(pair)) next.set(pair, 'yes');
    verdicts = next;
  },
  /** The number of the pair after this one, if there is one. */
  after(pair: number): number | null {
    return found !== null && pair < found.pairs.count ? pair + 1 : null;
  },
  /** Links the pairs that are one person. @throws ErrorData */
  async confirm(reason: string): Promise<Answer<'identity.confirm'>> {
    const { sha256 } = found ?? { sha256: '' };
    return engine.call('identity.confirm', { ...search(), sha256, pairs: pairsSaid('yes'), reason });
  },
};
