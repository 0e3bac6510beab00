/** Small choices kept by the window itself: theme, recent vaults, last lens. Never anything about people. */

const PREFIX = 'cloister.';

/** Reads a choice; what cannot be read counts as never chosen. */
export const readStored = <T>(key: string, check: (value: unknown) => value is T): T | null => {
  try {
    const text = localStorage.getItem(PREFIX + key);
    if (text === null) return null;
    const value: unknown = JSON.parse(text);
    return check(value) ? value : null;
  } catch (thrown) {
    // Storage may be switched off, and its content may be anything; the window works without it.
    console.info(`The choice ${key} could not be read.`, thrown);
    return null;
  }
};

/** Keeps a choice; a window without storage forgets it. */
export const writeStored = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch (thrown) {
    console.info(`The choice ${key} could not be kept.`, thrown);
  }
};
