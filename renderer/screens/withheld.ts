/** What the gate held back, for people to read: reasons that differ only in what they are about are told once. */

export type Withheld = { readonly item: string; readonly reason: string };
/** One reason with everything it is about: `count` items of it, told as `what`. */
export type HeldBack = { why: string; count: number; what: string };

/** A reason is written "what: why"; one without a colon is about the item itself. */
const parts = (reason: string): [what: string, why: string] => {
  const at = reason.indexOf(': ');
  return at < 0 ? ['', reason] : [reason.slice(0, at), reason.slice(at + 2)];
};

/** Words that every text begins with, the space after them included. */
const opening = (texts: readonly string[]): string => {
  const words = texts[0].split(' ');
  let same = words.length - 1;
  for (const text of texts)
    while (same > 0 && !text.startsWith(`${words.slice(0, same).join(' ')} `)) same -= 1;
  return same === 0 ? '' : `${words.slice(0, same).join(' ')} `;
};

/** The reasons of one item, equal ones together, in the order of the first of each. */
const together = (reasons: readonly string[]): HeldBack[] => {
  const found = new Map<string, string[]>();
  for (const [what, why] of reasons.map(parts)) found.set(why, [...(found.get(why) ?? []), what]);
  return [...found].map(([why, whats]) => {
    const start = opening(whats);
    return {
      why,
      count: whats.length,
      what: `${start}${whats.map((what) => what.slice(start.length)).join(', ')}`,
    };
  });
};

/** By item, in the order of the gate: why it, or parts of it, were held back. */
export const heldBack = (withheld: readonly Withheld[]): { item: string; reasons: HeldBack[] }[] => {
  const items = new Map<string, string[]>();
  for (const { item, reason } of withheld) items.set(item, [...(items.get(item) ?? []), reason]);
  return [...items].map(([item, reasons]) => ({ item, reasons: together(reasons) }));
};
