/**
 * What travels between a window and the engine, whatever carries it: a message port on the desktop, requests and
 * server-sent events in a browser. A request has a number of the sender's choice, which its replies repeat.
 */
import * as v from 'valibot';
import type { ErrorData } from '../errors.ts';

/** How far long work has come. `total` and `left` (seconds) are null while they cannot be told. */
export type ProgressData = {
  step: string;
  done: number;
  total: number | null;
  unit: string;
  /** Units per second since the step began. */
  rate: number;
  left: number | null;
};

/** A call of a procedure, or the wish to cancel the call of that number. */
export type Request = { id: number; name: string; input: unknown } | { id: number; cancel: true };

/** What became of a call, or how far it has come. */
export type Reply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: ErrorData }
  | { id: number; progress: ProgressData };

/** What a window is told of the shell it runs in. */
export type ShellInfo = {
  kind: 'desktop' | 'browser';
  /** Why this shell and no other, in one sentence. */
  reason: string;
  /** The vault that was named when the program was started. */
  vault: string | null;
};

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A request as it arrives from outside. The input is checked by the engine against the contract. */
export const requestSchema = v.union([
  v.strictObject({ id, cancel: v.literal(true) }),
  v.strictObject({ id, name: v.pipe(v.string(), v.maxLength(64)), input: v.unknown() }),
]);

/** The error of every call that was under way when the engine's process ended. */
export const ENGINE_STOPPED: ErrorData = {
  code: 'ENGINE_STOPPED',
  message: 'The engine stopped before it answered. What was under way did not happen.',
  next: 'The engine has been started again: open the vault and repeat what you did.',
};

/** The error of every call that was under way when the connection to the shell broke. */
export const CONNECTION_LOST: ErrorData = {
  code: 'ENGINE_STOPPED',
  message: 'This window has lost its connection to Cloister. What was under way did not happen.',
  next: 'Close the window and start Cloister again.',
};
