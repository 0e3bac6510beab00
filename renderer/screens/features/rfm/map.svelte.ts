/** The map of RFM while it is worked on: what the vault holds, and what a hand has just changed of it. */
import {
  FIVE,
  lintRfm,
  RFM_USUAL,
  type RfmGroups,
  type RfmSegment,
  type RfmSettings,
} from '../../../../shared/rfm.ts';
import { addRfmSegment, emptyRfm, paintRfm, removeRfmSegment } from '../../../../shared/rfm-paint.ts';
import { rfmMap as words } from '../../../messages/rfm.ts';
import { engine } from '../../../state/engine.svelte.ts';
import { session } from '../../../state/session.svelte.ts';
import { problem } from '../../../state/toasts.svelte.ts';
import { asking } from '../../asking.svelte.ts';

/** Call it while a component is set up: it asks the engine for the map, and again after every change of the vault. */
export const workingMap = () => {
  const kept = asking(() => (session.status === null ? null : engine.call('rfm.get', {})));
  let draft = $state.raw<RfmSettings | null>(null);
  let pending = 0;
  /** What is painted with: a segment, or null for the eraser. */
  let brush = $state<string | null>(null);
  // What a hand changed stays until the vault's own answer has come.
  $effect(() => {
    void kept.value;
    if (pending === 0) draft = null;
  });
  const settings = $derived(draft ?? kept.value?.settings ?? null);
  const segments = $derived<readonly RfmSegment[]>(settings?.segments ?? []);

  const groups = $derived<RfmGroups>(settings?.groups ?? FIVE);

  /** Keeps a map in the vault; it can be taken back like any other change. */
  const define = async (next: RfmSettings | null): Promise<void> => {
    draft = next;
    pending += 1;
    try {
      const answer = await engine.call('rfm.define', { map: next });
      if (pending === 1) draft = answer.settings;
    } catch (thrown) {
      draft = null;
      problem(thrown);
    } finally {
      pending -= 1;
    }
  };
  const change = (part: Partial<RfmSettings>): void => {
    if (settings !== null) void define({ ...settings, ...part });
  };
  return {
    get settings() {
      return settings;
    },
    get segments() {
      return segments;
    },
    get groups() {
      return groups;
    },
    get usual() {
      return kept.value?.usual ?? true;
    },
    get brush() {
      return brush;
    },
    set brush(id: string | null) {
      brush = id;
    },
    /** What it can never reach and what it leaves out, as it stands now. */
    get lint() {
      return lintRfm({ groups, segments });
    },
    change,
    /** Another number of groups begins another map: the usual one for five, else one to paint. */
    regroup: (next: RfmGroups) => {
      const usual = Object.values(next).every((one) => one === 5);
      const begun = usual ? RFM_USUAL.segments : emptyRfm(next, words.bestSegment);
      brush = begun[0].id;
      change({ groups: next, cuts: null, segments: begun });
    },
    reset: () => void define(null),
    paint: (cells: readonly string[], id: string | null) =>
      change({ segments: paintRfm({ groups, segments }, cells, id) }),
    add: () => {
      const next = addRfmSegment(segments, words.newSegment);
      brush = next[next.length - 1].id;
      change({ segments: next });
    },
    remove: (id: string) => {
      if (brush === id) brush = null;
      change({ segments: removeRfmSegment({ groups, segments }, id) });
    },
    edit: (id: string, part: Pick<Partial<RfmSegment>, 'name' | 'colour'>) =>
      change({ segments: segments.map((one) => (one.id === id ? { ...one, ...part } : one)) }),
  };
};
export type WorkingMap = ReturnType<typeof workingMap>;
