/**
 * cli: the command line. Arguments in, a call of the contract, the answer out: what things mean is decided in the
 * engine. This file: what a command is. A command has one form, or one per action word (`segment VAULT list`).
 */
import type { Answer, Input, ProcedureName } from '../shared/contract/contract.ts';
import type { CloisterError } from '../shared/errors.ts';
import type { Out } from './output.ts';

type Common = { help: string; value?: string };
/** An option of a form. `list` may be given several times, with commas, or with several words. */
export type OptionSpec = Common &
  (
    | { kind: 'flag' }
    | { kind: 'text'; required?: boolean }
    | { kind: 'date'; required?: boolean }
    | { kind: 'integer'; from: number; to: number; required?: boolean }
    | { kind: 'choice'; choices: readonly string[]; required?: boolean }
    | { kind: 'list'; choices: readonly string[]; required?: boolean }
  );
export type OptionSpecs = Record<string, OptionSpec>;

type Raw<O extends OptionSpec> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'integer' }
    ? number
    : O extends { kind: 'choice'; choices: readonly (infer C)[] }
      ? C
      : O extends { kind: 'list'; choices: readonly (infer C)[] }
        ? C[]
        : string;
/** The values of options, typed by their definitions: flags and required options are always there. */
export type Values<S extends OptionSpecs> = {
  [K in keyof S]: S[K] extends { kind: 'flag' } | { required: true } ? Raw<S[K]> : Raw<S[K]> | undefined;
};

/** What a command works with. */
export type Context = {
  /** Calls the contract; a job reports progress and can be cancelled. */
  call<N extends ProcedureName>(name: N, input: Input<N>): Promise<Answer<N>>;
  /** Calls a job whose end by Ctrl-C is described by `told`, where something has been changed by then. */
  told(message: string): void;
  /** Closes the vault, where the command still has something to do after it. */
  close(): void;
};

/**
 * What a command answers: one JSON object, of which a long list may be made while it is printed, and the same for people. `failed` says that the answer is bad news,
 * such as a package that was altered: it is printed after the answer and decides the exit status.
 */
export type Outcome = { json: object; show(out: Out): void; failed?: CloisterError };

/** One form of a command as it is parsed and described. */
export type Form = {
  /** The action word, or null for a command that has one form alone. */
  action: string | null;
  /** `VAULT` is needed, `[VAULT]` may be left out, `FILE…` takes one or more. */
  words: readonly string[];
  options: OptionSpecs;
  summary: string;
  run(words: string[], values: Record<string, unknown>, context: Context): Promise<Outcome>;
};

export type Command = {
  name: string;
  summary: string;
  /** What is worth knowing beyond the options; each entry a paragraph. */
  about: readonly string[];
  example: string;
  forms: readonly Form[];
};

/** A form whose `run` is typed by its own options. */
export const form = <const S extends OptionSpecs>(definition: {
  action?: string;
  words: readonly string[];
  options: S;
  summary: string;
  run(words: string[], values: Values<S>, context: Context): Promise<Outcome>;
}): Form => ({ ...definition, action: definition.action ?? null }) as Form;
