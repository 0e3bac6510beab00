/** Which segments can be counted under a lens, and what the others need that the vault does not have any more. */
import { leavesOf, type Rule } from '../../shared/rules/rule.ts';
import { findPolicy } from '../privacy/column-policy.ts';
import { droppedOn } from '../privacy/lens.ts';
import type { Segment } from '../segments/segment.ts';
import type { Connection } from '../vault/database.ts';
import type { View } from './session.ts';

export type Numbered = { segment: Segment; version: number };

const PROFILE = 'profile.';

/** The column of an attribute that was dropped, with the date; null where it was not. */
const dropped = (db: Connection, field: string): string | null => {
  const policy = field.startsWith(PROFILE) ? findPolicy(db, 'profiles', field.slice(PROFILE.length)) : null;
  return policy?.action === 'drop' ? `needs the column ${policy.header}, ${droppedOn(policy)}` : null;
};

/** Fields a rule asks for and the lens does not have. */
const absentOf = (view: View, rule: Rule): string[] => {
  const fields = new Set(view.table().columns.map(({ id }) => id));
  const absent = leavesOf(rule).flatMap((leaf) =>
    leaf.op === 'count' || fields.has(leaf.field) ? [] : [leaf.field],
  );
  return [...new Set(absent)];
};

/** Which dropped columns a rule asks for, in words; null where it asks for none. */
export const droppedOf = (db: Connection, view: View, rule: Rule): string | null => {
  const found = absentOf(view, rule).flatMap((field) => dropped(db, field) ?? []);
  return found.length === 0 ? null : found.join('; ');
};

/** What a rule asks for and the lens does not have, in words; null where it can be counted. */
export const needsOf = (db: Connection, view: View, rule: Rule): string | null => {
  const found = absentOf(view, rule).map(
    (field) => dropped(db, field) ?? `needs ${field}, which is not known of anybody admitted`,
  );
  return found.length === 0 ? null : found.join('; ');
};

/** The segments that can be counted, and those that cannot with the reason. */
export const sortUsable = (
  db: Connection,
  view: View,
  segments: readonly Numbered[],
): { usable: Numbered[]; unusable: { segment: Segment; needs: string }[] } => {
  const usable: Numbered[] = [];
  const unusable: { segment: Segment; needs: string }[] = [];
  for (const one of segments) {
    const needs = needsOf(db, view, one.segment.rule);
    if (needs === null) usable.push(one);
    else unusable.push({ segment: one.segment, needs });
  }
  return { usable, unusable };
};
