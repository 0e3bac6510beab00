/**
 * The right to act as officer, while it lasts: until it is given back, the vault is locked, or ten minutes pass
 * without an act. The key is dropped from memory with it.
 */
import type { Officer } from './officer.ts';

/** Minutes without an act after which the right ends. */
export const OFFICER_MINUTES = 10;
const LIMIT = OFFICER_MINUTES * 60_000;

export type OfficerRight = {
  /** Who holds the right now; null where nobody does. */
  holder(): Officer | null;
  /** Seconds until it ends if nothing is done. */
  secondsLeft(): number;
  enter(officer: Officer): void;
  /** Something was done with it: the ten minutes begin again. */
  used(): void;
  leave(): void;
};

/** A right that nobody holds yet. */
export const createOfficerRight = (): OfficerRight => {
  let held: Officer | null = null;
  let usedAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const leave = (): void => {
    held = null;
    clearTimeout(timer);
  };
  const used = (): void => {
    if (held === null) return;
    usedAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(leave, LIMIT).unref();
  };
  const left = (): number => LIMIT - (Date.now() - usedAt);
  return {
    holder: () => {
      // The timer stands still while a computer sleeps; the clock does not.
      if (held !== null && left() <= 0) leave();
      return held;
    },
    secondsLeft: () => (held === null ? 0 : Math.max(0, Math.ceil(left() / 1000))),
    enter: (officer) => {
      held = officer;
      used();
    },
    used,
    leave,
  };
};
