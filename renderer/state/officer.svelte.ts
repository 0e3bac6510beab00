/**
 * Acting as privacy officer. When the engine refuses an act for want of the officer's passphrase, it is asked for, and
 * the act is tried once more; a screen that does such an act needs to do nothing for it.
 */
import type { OfficerStatus } from '../../shared/contract/officer.ts';

let asked = $state.raw<{ answer: (given: boolean) => void } | null>(null);
let status = $state.raw<OfficerStatus | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export const officer = {
  /** The question that is open now: was the passphrase given? */
  get asked(): { answer: (given: boolean) => void } | null {
    return asked;
  },
  /** Whether this window acts as officer. */
  get acting(): boolean {
    return status?.acting === true;
  },
  /** What the engine last said of it. */
  get status(): OfficerStatus | null {
    return status;
  },
  /** Takes over what the engine says; when the right is about to end by itself, `again` asks once more. */
  take(now: OfficerStatus, again: () => void): void {
    status = now;
    clearTimeout(timer);
    if (now.acting) timer = setTimeout(again, now.secondsLeft * 1000 + 500);
  },
  /** The vault was closed. */
  forget(): void {
    status = null;
    clearTimeout(timer);
    asked?.answer(false);
  },
  /** Asks for the passphrase. False when the person changed their mind. */
  ask(): Promise<boolean> {
    asked?.answer(false);
    return new Promise((resolve) => {
      asked = {
        answer: (given) => {
          asked = null;
          resolve(given);
        },
      };
    });
  },
};
