/**
 * Progress on standard error: one line that is written over at a terminal, else one line for every step, so that
 * a scheduler's log stays short. With rate and time left, where they can be told.
 */
import type { Progress } from '../engine/jobs/job.ts';
import { number } from '../shared/charts/words.ts';
import { displayWidth, harmless } from './output.ts';

/** Where progress goes. */
export type Screen = { isTTY?: boolean; columns?: number; write(text: string): unknown };

export type Teller = {
  tell(progress: Progress): void;
  /** Ends the line that is written over; nothing of it stays. */
  stop(): void;
};

const MEGA = 1e6;

/** `27.1 MB`, `812 kB`, `96 bytes`. */
export const bytesText = (bytes: number): string => {
  if (bytes >= 1000 * MEGA) return `${number(Math.round(bytes / (10 * MEGA)) / 100)} GB`;
  if (bytes >= MEGA) return `${number(Math.round(bytes / 100_000) / 10)} MB`;
  return bytes >= 1000 ? `${number(Math.round(bytes / 1000))} kB` : `${number(bytes)} bytes`;
};

/** `0.42 s`, `12.3 s`, `2 min 05 s`, `1 h 02 min`. */
export const secondsText = (seconds: number): string => {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${number(Math.floor(whole / 3600))} h ${two(Math.floor((whole % 3600) / 60))} min`;
};

const amount = (value: number, unit: string): string =>
  unit === 'bytes' ? bytesText(value) : number(Math.round(value));

const rateText = (rate: number, unit: string): string =>
  unit === 'bytes'
    ? `${bytesText(Math.round(rate))}/s`
    : `${number(rate >= 10 ? Math.round(rate) : Math.round(rate * 10) / 10)} ${unit}/s`;

/** One line about where a job stands. */
export const progressText = ({ step, done, total, unit, rate, left }: Progress): string => {
  const share = total === null || total === 0 ? '' : `${Math.floor((100 * done) / total)} %`;
  const of = total === null ? '' : ` of ${amount(total, unit)}`;
  const count =
    done === 0 && total === null ? '' : `${amount(done, unit)}${of}${unit === 'bytes' ? '' : ` ${unit}`}`;
  const parts = [
    share,
    count,
    rate > 0 ? rateText(rate, unit) : '',
    left === null || done === total ? '' : `${secondsText(left)} left`,
  ].filter((part) => part !== '');
  return harmless(parts.length === 0 ? `${step} …` : `${step}: ${parts.join(', ')}`);
};

const shorten = (text: string, width: number): string => {
  let short = text;
  while (displayWidth(short) > width) short = `${[...short].slice(0, -2).join('')}…`;
  return short;
};

/** Tells progress to a screen. */
export const createTeller = (screen: Screen): Teller => {
  const over = screen.isTTY === true;
  // Steps may be nested, so each is told when it ends; what never ended, when the job does.
  const told = new Set<string>();
  const latest = new Map<string, Progress>();
  let shown = false;
  const tellOnce = (progress: Progress): void => {
    latest.delete(progress.step);
    if (told.has(progress.step)) return;
    told.add(progress.step);
    screen.write(`${progressText(progress)}\n`);
  };
  return {
    tell: (progress) => {
      if (over) {
        // Return, the text, then erase to the end of the line.
        screen.write(`\r${shorten(progressText(progress), (screen.columns ?? 80) - 1)}\u001b[K`);
        shown = true;
      } else if (progress.done === progress.total) tellOnce(progress);
      else latest.set(progress.step, progress);
    },
    stop: () => {
      if (shown) screen.write('\r\u001b[K');
      shown = false;
      // A step that counted nothing has nothing to tell in a log.
      for (const progress of latest.values()) if (progress.done > 0) tellOnce(progress);
      latest.clear();
    },
  };
};
