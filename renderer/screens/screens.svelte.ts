/**
 * The stages and their files: each is `renderer/screens/<stage>/Screen.svelte`, and what it says about the
 * selection in the inspector is `Inspector.svelte` beside it. A stage without an inspector shows the lens. Each is a
 * file of its own in the built window: the one that is asked for comes first, the others while the page is at rest.
 */
import type { Component } from 'svelte';
import { frame } from '../messages/en.ts';
import { type Place, places } from '../state/route.svelte.ts';

type Module = { default: Component };
const screens = import.meta.glob<Module>('./*/Screen.svelte');
const inspectors = import.meta.glob<Module>('./*/Inspector.svelte');

/** A stage as it is shown; null where it has no inspector of its own. */
export type Shown = { Screen: Component; Inspector: Component | null };

let loaded = $state.raw<Partial<Record<Place, Shown>>>({});
const under = new Map<Place, Promise<void>>();

const load = async (place: Place): Promise<void> => {
  const [screen, inspector] = await Promise.all([
    screens[`./${place}/Screen.svelte`](),
    inspectors[`./${place}/Inspector.svelte`]?.(),
  ]);
  loaded = { ...loaded, [place]: { Screen: screen.default, Inspector: inspector?.default ?? null } };
};

/** A stage, once it was fetched. */
export const shownAt = (place: Place): Shown | undefined => loaded[place];

/**
 * Fetches a stage, at most once; one that could not be fetched is tried again by the next call.
 * @throws Error in words for a person when its file cannot be read
 */
export const fetchStage = (place: Place): Promise<void> => {
  const known = under.get(place);
  if (known !== undefined) return known;
  const coming = load(place).catch((cause: unknown) => {
    under.delete(place);
    throw new Error(frame.notBuilt, { cause });
  });
  under.set(place, coming);
  return coming;
};

const atRest = (): Promise<unknown> => new Promise((rested) => requestIdleCallback(rested));

/** Fetches every other stage, one whenever the page is at rest, so that no step from stage to stage waits. */
export const fetchTheRest = async (): Promise<void> => {
  for (const place of places) {
    await atRest();
    await fetchStage(place);
  }
};
