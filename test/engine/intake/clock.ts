/** The clock that durations are measured by, for tests of what happens after a while: it is set forward, nobody waits. */
import { vi } from 'vitest';

export type Clock = { forward(milliseconds: number): void; restore(): void };

/** Takes the clock of this thread in hand. Whoever does gives it back with `restore`. */
export const takeClock = (): Clock => {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  return {
    forward: (milliseconds) => {
      ahead += milliseconds;
    },
    restore: () => spy.mockRestore(),
  };
};
