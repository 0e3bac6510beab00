/** From the arguments of the process to a form, its words and its checked values. */
import { parseArgs } from 'node:util';
import { CloisterError } from '../shared/errors.ts';
import { dateTime } from '../shared/plan.ts';
import type { Command, Form, OptionSpec, OptionSpecs } from './command.ts';
import { didYouMean } from './nearest.ts';

/** Options of every command. */
export const GLOBAL_OPTIONS = {
  json: { kind: 'flag', help: 'print one JSON object on standard output and nothing else' },
  help: { kind: 'flag', help: 'print this help' },
} as const satisfies OptionSpecs;

/** Arguments that cannot be understood; the usage of `command`, where one is known, helps. */
export class UsageError extends CloisterError {
  readonly command: Command | null;
  readonly form: Form | null;
  constructor(command: Command | null, message: string, next: string, form: Form | null = null) {
    super('USAGE', message, next);
    this.command = command;
    this.form = form;
  }
}

export type Parsed = {
  form: Form;
  words: string[];
  values: Record<string, unknown>;
  json: boolean;
  help: boolean;
};

const seeHelp = (command: Command): string => `See \`cloister ${command.name} --help\`.`;

const usage = (
  command: Command,
  message: string,
  next = seeHelp(command),
  form: Form | null = null,
): UsageError => new UsageError(command, message, next, form);

type Given = { name: string; values: string[] };

/** Options and words as they stand on the line; a list takes the words after it that are among its choices. */
const collect = (
  command: Command,
  args: readonly string[],
  specs: OptionSpecs,
): { given: Map<string, Given>; words: string[] } => {
  const options: Record<string, { type: 'boolean' | 'string'; short?: string; multiple?: boolean }> = {};
  for (const [name, { kind }] of Object.entries(specs))
    options[name] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: true };
  options.help.short = 'h';
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, Given>();
  const words: string[] = [];
  let list: { spec: OptionSpec; into: string[] } | null = null;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (list?.spec.kind === 'list' && list.spec.choices.includes(token.value)) list.into.push(token.value);
      else words.push(token.value);
      continue;
    }
    list = null;
    if (token.kind !== 'option') continue;
    const { name, rawName } = token;
    if (!Object.hasOwn(specs, name)) {
      throw usage(
        command,
        `\`cloister ${command.name}\` has no option ${rawName}${didYouMean(name, Object.keys(specs), '--')}`,
      );
    }
    const spec = specs[name];
    const entry = given.get(name) ?? { name, values: [] };
    if (given.has(name) && spec.kind !== 'list' && spec.kind !== 'flag')
      throw usage(command, `The option ${rawName} is given twice.`, 'Give it once.');
    given.set(name, entry);
    if (spec.kind === 'flag') {
      if (token.value !== undefined) throw usage(command, `The option ${rawName} takes no value.`);
      continue;
    }
    // `--name --json` is far more often a forgotten value than a value that begins with a dash.
    if (token.value === undefined || (!token.inlineValue && /^-./.test(token.value)))
      throw usage(
        command,
        `The option ${rawName} needs a value.`,
        token.value === undefined
          ? seeHelp(command)
          : `Give one; a value that begins with a dash is written ${rawName}=${token.value}.`,
      );
    entry.values.push(token.value);
    list = { spec, into: entry.values };
  }
  return { given, words };
};

const readInteger = (command: Command, name: string, text: string, from: number, to: number): number => {
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= from && value <= to) return value;
  const range = to >= Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  throw usage(command, `--${name} is a whole number ${range}, not "${text}".`);
};

const readChoice = (command: Command, name: string, text: string, choices: readonly string[]): string => {
  if (choices.includes(text)) return text;
  throw usage(
    command,
    `--${name} cannot be "${text}"${didYouMean(text, choices)}`,
    `It is one of ${choices.join(', ')}.`,
  );
};

const readDate = (command: Command, name: string, text: string): string => {
  try {
    dateTime(text);
    return text;
  } catch {
    throw usage(command, `--${name} is no date: "${text}".`, 'Write it YYYY-MM-DD, for example 2026-07-01.');
  }
};

const readValue = (command: Command, name: string, spec: OptionSpec, values: string[]): unknown => {
  const [text] = values;
  if (spec.kind !== 'flag' && values.some((value) => value === ''))
    throw usage(command, `The value of --${name} is empty.`);
  switch (spec.kind) {
    case 'flag':
      return true;
    case 'integer':
      return readInteger(command, name, text, spec.from, spec.to);
    case 'date':
      return readDate(command, name, text);
    case 'choice':
      return readChoice(command, name, text, spec.choices);
    case 'list':
      return [
        ...new Set(
          values
            .flatMap((value) => value.split(','))
            .map((one) => readChoice(command, name, one, spec.choices)),
        ),
      ];
    case 'text':
      return text;
  }
};

/** The form whose action word stands after the vault; the words without it. */
const chooseForm = (command: Command, words: string[]): { form: Form; words: string[] } => {
  if (command.forms[0].action === null) return { form: command.forms[0], words };
  const actions = command.forms.map(({ action }) => action as string);
  const found = command.forms.find(({ action }) => action === words[1]);
  if (found !== undefined) return { form: found, words: [words[0], ...words.slice(2)] };
  const next = `It is one of ${actions.join(', ')}, after the vault.`;
  if (words.length === 0 || (words.length === 1 && !actions.includes(words[0])))
    throw usage(command, `\`cloister ${command.name}\` needs a vault and a word for what to do.`, next);
  if (actions.includes(words[0]))
    throw usage(
      command,
      `The vault comes first: cloister ${command.name} ${words[1] ?? 'VAULT'} ${words[0]}`,
      next,
    );
  throw usage(
    command,
    `\`cloister ${command.name}\` cannot "${words[1]}"${didYouMean(words[1], actions)}`,
    next,
  );
};

const checkWords = (command: Command, form: Form, words: string[]): void => {
  const { words: expected, action } = form;
  const called = `\`cloister ${command.name}${action === null ? '' : ` … ${action}`}\``;
  const needed = expected.filter((word) => !word.startsWith('['));
  if (words.length < needed.length)
    throw usage(
      command,
      `${called} needs ${needed
        .slice(words.length)
        .map((word) => word.replace('…', ''))
        .join(' and ')}.`,
    );
  const many = expected.some((word) => word.endsWith('…'));
  if (!many && words.length > expected.length)
    throw usage(command, `${called} does not know what to do with "${words[expected.length]}".`);
  if (words.some((word) => word === '')) throw usage(command, `${called} was given an empty word.`);
};

/** The values of a form's options, defaults of flags included. */
const readValues = (command: Command, form: Form, given: Map<string, Given>): Record<string, unknown> => {
  const called = `\`cloister ${command.name}${form.action === null ? '' : ` … ${form.action}`}\``;
  const own: OptionSpecs = { ...form.options, ...GLOBAL_OPTIONS };
  for (const name of given.keys())
    if (!Object.hasOwn(own, name)) throw usage(command, `--${name} does not belong to ${called}.`);
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(own)) {
    const entry = given.get(name);
    if (entry !== undefined) values[name] = readValue(command, name, spec, entry.values);
    else if (spec.kind === 'flag') values[name] = false;
    else if (spec.required === true)
      throw usage(command, `${called} needs --${name}.`, `It is ${spec.help}.`);
  }
  return values;
};

/**
 * Reads the arguments after the command's name.
 * @throws UsageError naming the argument that is wrong and the word that was perhaps meant
 */
export const parseCommand = (command: Command, args: readonly string[]): Parsed => {
  const all: OptionSpecs = Object.assign({}, ...command.forms.map(({ options }) => options), GLOBAL_OPTIONS);
  const { given, words: standing } = collect(command, args, all);
  if (given.has('help'))
    return { form: command.forms[0], words: [], values: {}, json: given.has('json'), help: true };
  const { form, words } = chooseForm(command, standing);
  try {
    checkWords(command, form, words);
    const values = readValues(command, form, given);
    return { form, words, values, json: values.json === true, help: false };
  } catch (error) {
    // From here on it is known which form was meant, so its usage alone helps.
    if (error instanceof UsageError) throw new UsageError(command, error.message, error.next, form);
    throw error;
  }
};
