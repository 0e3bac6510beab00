/** What a screen and its inspector both look at. The screen puts it up and takes it down; the inspector reads it. */

export type Board<T> = { current: T | null };

export const createBoard = <T>(): Board<T> => {
  let current = $state.raw<T | null>(null);
  return {
    get current() {
      return current;
    },
    set current(next: T | null) {
      current = next;
    },
  };
};

/** Keeps a board up to date from inside a screen; it is empty when the screen is gone. */
export const show = <T>(board: Board<T>, what: () => T | null): void => {
  $effect(() => {
    board.current = what();
  });
  $effect(() => () => {
    board.current = null;
  });
};
