/** The commands of the frame: places, undo, theme, lock, lens, help. */
import { PURPOSES } from '../../shared/vocabulary.ts';
import { nextRegion } from '../frame/regions.ts';
import { frame, stageNames, commands as words } from '../messages/en.ts';
import { keysWords } from '../messages/keys.ts';
import { reference } from '../messages/reference.ts';
import { lens, type PurposeId } from '../state/lens.svelte.ts';
import { overlays } from '../state/overlays.svelte.ts';
import { route, STAGES, type StageId } from '../state/route.svelte.ts';
import { session } from '../state/session.svelte.ts';
import { stages } from '../state/stages.svelte.ts';
import { theme } from '../state/theme.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import type { Command } from './registry.ts';

const LETTERS: Record<StageId, string> = {
  sources: 'S',
  consent: 'C',
  features: 'F',
  explore: 'E',
  segments: 'R',
  personas: 'P',
  exports: 'X',
  audit: 'A',
};

const withVault = (): true | string => session.status !== null || words.noVault;

const places: Command[] = [
  {
    id: 'go.welcome',
    group: 'go',
    label: words.welcome,
    keys: 'G W',
    when: () => true,
    run: () => route.go('welcome'),
  },
  {
    id: 'go.reference',
    group: 'go',
    label: reference.go,
    keys: 'G T',
    when: () => true,
    run: () => route.go('reference'),
  },
  ...STAGES.map(
    (stage): Command => ({
      id: `go.${stage}`,
      group: 'go',
      label: words.go(stageNames[stage]),
      keys: `G ${LETTERS[stage]}`,
      when: withVault,
      run: () => route.go(stage),
    }),
  ),
];

const lenses = PURPOSES.map(
  ({ id, label }): Command => ({
    id: `lens.${id}`,
    group: 'do',
    label: words.purpose(label),
    keys: null,
    when: () => (session.status === null ? words.noVault : lens.choice.purpose !== id || words.purposeNow),
    run: () => lens.set({ purpose: id as PurposeId }),
  }),
);

const themes: Command[] = (
  [
    ['light', words.themeLight],
    ['dark', words.themeDark],
    ['system', words.themeSystem],
  ] as const
).map(([choice, label]) => ({
  id: `theme.${choice}`,
  group: 'do',
  label,
  keys: null,
  when: () => true,
  run: () => theme.set(choice),
}));

/** Takes the last change back, or does it again, and says what it was. */
const step = async (way: 'undo' | 'redo'): Promise<void> => {
  const done = await session[way]();
  toasts.show({ title: way === 'undo' ? frame.undone(done) : frame.redone(done) });
};

/** Every command of the frame. */
export const frameCommands: readonly Command[] = [
  {
    id: 'palette.open',
    group: 'do',
    label: words.palette,
    keys: 'Ctrl+K',
    when: () => true,
    run: () => overlays.open('palette'),
  },
  {
    id: 'sheet.open',
    group: 'do',
    label: words.sheet,
    keys: '?',
    when: () => true,
    run: () => overlays.open('sheet'),
  },
  {
    id: 'region.next',
    group: 'do',
    label: words.nextRegion,
    keys: 'F6',
    when: () => true,
    run: () => nextRegion(1),
  },
  {
    id: 'history.undo',
    group: 'do',
    label: words.undo,
    keys: 'Ctrl+Z',
    when: () =>
      session.status === null ? words.noVault : session.history.undo !== null || frame.nothingToUndo,
    run: () => step('undo'),
  },
  {
    id: 'history.redo',
    group: 'do',
    label: words.redo,
    keys: 'Ctrl+Shift+Z',
    when: () =>
      session.status === null ? words.noVault : session.history.redo !== null || frame.nothingToRedo,
    run: () => step('redo'),
  },
  {
    id: 'stages.recompute',
    group: 'do',
    label: words.recompute,
    keys: null,
    when: () => (session.status === null ? words.noVault : stages.stale.length > 0 || words.nothingStale),
    run: async () => {
      await stages.recompute({ fit: frame.recomputeFit });
      toasts.show({ title: frame.recomputed });
    },
  },
  {
    id: 'vault.lock',
    group: 'do',
    label: words.lock,
    keys: 'Ctrl+L',
    when: withVault,
    run: () => session.close(),
  },
  {
    id: 'vault.keys',
    group: 'do',
    label: keysWords.command,
    keys: null,
    when: withVault,
    run: () => overlays.open('keys'),
  },
  ...themes,
  ...lenses,
  ...places,
];
