/** Keys of commands: what an event is called, and sequences such as G then S. */

export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/**
 * The name of a press: `Ctrl+K`, `Ctrl+Shift+Z`, `F6`, `?`, `G`. Command on a Mac counts as Ctrl. Shift is named
 * only where the character does not show it.
 */
export const nameOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string => {
  const plain = key.length === 1 ? key.toUpperCase() : key;
  const modifiers = [
    (ctrlKey || metaKey) && 'Ctrl',
    altKey && 'Alt',
    shiftKey && (key.length > 1 || ctrlKey || metaKey) && 'Shift',
  ].filter(Boolean);
  return [...modifiers, plain].join('+');
};

/** How long the second key of a sequence may take. */
const PATIENCE = 1500;

/** Listens for keys and sequences among `known`; answers the keys that were completed, or null. */
export const createKeyReader = (
  known: () => readonly string[],
): ((press: KeyPress, at: number) => string | null) => {
  let first: { name: string; at: number } | null = null;
  return (press, at) => {
    const name = nameOf(press);
    const all = known();
    if (first !== null && at - first.at <= PATIENCE) {
      const sequence = `${first.name} ${name}`;
      first = null;
      if (all.includes(sequence)) return sequence;
    }
    first = all.some((keys) => keys.startsWith(`${name} `)) ? { name, at } : null;
    return all.includes(name) ? name : null;
  };
};
