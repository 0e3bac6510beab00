/** Locks the vault after a while without use, unless a job is running: its result would be lost. */
import { frame } from '../messages/en.ts';
import { jobs } from './jobs.svelte.ts';
import { session } from './session.svelte.ts';
import { settings } from './settings.svelte.ts';
import { problem, toasts } from './toasts.svelte.ts';

/** Minutes that can be chosen; 0 never locks. */
export const IDLE_CHOICES = [5, 15, 30, 60, 0] as const;
const USUAL = 15;

let usedAt = Date.now();

export const idle = {
  get minutes(): number {
    return settings.current.idle ?? USUAL;
  },
  set(next: number): void {
    settings.keep({ idle: next });
  },
  /** Watches keys and pointer. The answer stops it. */
  watch(): () => void {
    const used = (): void => {
      usedAt = Date.now();
    };
    for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const)
      addEventListener(kind, used, { passive: true });
    const timer = setInterval(() => {
      if (jobs.running.length > 0) used();
      const { minutes } = idle;
      if (session.status === null || minutes === 0 || Date.now() - usedAt < minutes * 60_000) return;
      session.close().then(() => toasts.show({ title: frame.idleLocked }), problem);
    }, 5000);
    return () => {
      clearInterval(timer);
      for (const kind of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const)
        removeEventListener(kind, used);
    };
  },
};
