/** The rule that is being edited: its tree, its undo, and how many people every part of it matches. */
import type { FeatureInfo } from '../../shared/contract/answers.ts';
import type { Answer } from '../../shared/contract/contract.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { engine, errorOf } from '../state/engine.svelte.ts';
import { lens } from '../state/lens.svelte.ts';
import * as drafts from './draft.ts';
import { problemOf } from './operators.ts';

type Count = Answer<'segment.count'>;
/** Counting waits until the hand rests. */
const REST = 220;
const MOST_COUNTS = 400;

/** Lives in a component: its counting ends with it. */
export const createBuilder = (features: () => readonly FeatureInfo[]) => {
  let history = $state.raw<drafts.History>(drafts.begin(drafts.toDraft(null)));
  let selected = $state<number | null>(null);
  let counts = $state.raw<ReadonlyMap<string, Count>>(new Map());
  let error = $state<string | null>(null);

  const fieldOf = (id: string): FeatureInfo | undefined => features().find((feature) => feature.id === id);
  const complete = (node: drafts.DraftNode): boolean =>
    node.kind === 'leaf'
      ? problemOf(node.leaf, fieldOf(node.leaf.op === 'count' ? '' : node.leaf.field)) === null
      : node.of.every(complete);
  const rule = $derived<Rule | null>(drafts.toRule(history.now));
  const keyOf = (wanted: Rule): string =>
    `${lens.choice.purpose}|${lens.choice.asOf}|${engine.revision}|${JSON.stringify(wanted)}`;

  $effect(() => {
    const choice = $state.snapshot(lens.choice);
    const wanted = drafts
      .walk(history.now)
      .filter(({ node }) => complete(node))
      .map(({ node }) => drafts.toRule(node))
      .filter((part): part is Rule => part !== null)
      .filter((part) => !counts.has(keyOf(part)));
    if (wanted.length === 0) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = new Map(counts);
        const asked = [...new Map(wanted.map((part) => [keyOf(part), part])).entries()];
        const answers = await Promise.all(
          asked.map(([, part]) =>
            engine.call('segment.count', { lens: choice, rule: part }, { signal: stop.signal }),
          ),
        );
        if (stop.signal.aborted) return;
        asked.forEach(([key], at) => {
          found.set(key, answers[at]);
        });
        while (found.size > MOST_COUNTS) found.delete(found.keys().next().value as string);
        error = null;
        counts = found;
      } catch (thrown) {
        if (!stop.signal.aborted) error = errorOf(thrown).message;
      }
    }, REST);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });

  const change = (root: drafts.GroupNode): void => {
    history = drafts.record(history, root);
  };
  return {
    get root() {
      return history.now;
    },
    /** The rule as it stands; null while it says nothing. */
    get rule() {
      return rule;
    },
    get complete() {
      return rule !== null && complete(history.now);
    },
    get error() {
      return error;
    },
    get canUndo() {
      return history.past.length > 0;
    },
    get canRedo() {
      return history.future.length > 0;
    },
    get selected() {
      return selected;
    },
    set selected(id: number | null) {
      selected = id;
    },
    fieldOf,
    /** People a part matches by itself, or null while it is being counted. */
    countOf(node: drafts.DraftNode): Count | null {
      const part = drafts.toRule(node);
      return part === null ? null : (counts.get(keyOf(part)) ?? null);
    },
    change,
    undo(): void {
      history = drafts.undo(history);
    },
    redo(): void {
      history = drafts.redo(history);
    },
    /** Begins with another rule; its undo begins anew. */
    open(from: Rule | null): void {
      history = drafts.begin(drafts.toDraft(from));
      selected = null;
    },
  };
};
export type Builder = ReturnType<typeof createBuilder>;
