/**
 * The stages and their files: each is `renderer/screens/<stage>/Screen.svelte`, and what it says about the
 * selection in the inspector is `Inspector.svelte` beside it. A stage without an inspector shows the lens.
 */
import type { Component } from 'svelte';
import type { Place } from '../state/route.svelte.ts';

type Module = { default: Component };
const screens = import.meta.glob<Module>('./*/Screen.svelte', { eager: true });
const inspectors = import.meta.glob<Module>('./*/Inspector.svelte', { eager: true });

/** The screen of a stage. */
export const screenOf = (place: Place): Component | null =>
  screens[`./${place}/Screen.svelte`]?.default ?? null;

/** What a stage puts into the inspector, if it has something to say. */
export const inspectorOf = (place: Place): Component | null =>
  inspectors[`./${place}/Inspector.svelte`]?.default ?? null;
