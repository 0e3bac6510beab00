/** Help: what there is, and for every command its forms, options and one real example. */
import { APP } from '../shared/app.ts';
import type { Command, Form, OptionSpec } from './command.ts';
import { GLOBAL_OPTIONS } from './options.ts';
import type { Out } from './output.ts';

const valueName = (spec: OptionSpec): string =>
  spec.kind === 'flag'
    ? ''
    : ` ${spec.value ?? (spec.kind === 'integer' ? 'N' : 'X')}${spec.kind === 'list' ? '…' : ''}`;

/** `cloister import VAULT FILE… [--kind K]`, without the options of every command. */
export const usageOf = (command: Command, { action, words, options }: Form): string => {
  const [first, ...rest] = words;
  const placed = [...(first === undefined ? [] : [first]), ...(action === null ? [] : [action]), ...rest];
  const named = Object.entries(options)
    .filter(([name]) => name !== 'passphrase-file' && name !== 'keystore')
    .map(([name, spec]) => {
      const text = `--${name}${valueName(spec)}`;
      return spec.kind !== 'flag' && spec.required === true ? text : `[${text}]`;
    });
  return ['cloister', command.name, ...placed, ...named].join(' ');
};

/** Breaks a usage line between its parts, the rest under the first word. */
const usageLines = (usage: string, width: number): string[] => {
  const parts = usage.match(/\[[^\]]*\]|--\S+(?: [^\s[-]\S*)?|\S+/g) ?? [usage];
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line !== '' && line.length + 1 + part.length > width) {
      lines.push(line);
      line = `         ${part}`;
    } else line = line === '' ? part : `${line} ${part}`;
  }
  return [...lines, line];
};

const showUsages = (command: Command, forms: readonly Form[], out: Out, first: string): void => {
  forms.forEach((form, i) => {
    const lead = i === 0 ? first : ' '.repeat(first.length);
    usageLines(usageOf(command, form), out.width - first.length).forEach((line, j) => {
      out.line((j === 0 ? lead : ' '.repeat(first.length)) + line);
    });
  });
};

/** How a command is called, as it stands under an error. */
export const showUsage = (command: Command, form: Form | null, out: Out): void =>
  showUsages(command, form === null ? command.forms : [form], out, 'usage: ');

/** An option of more forms than these is as good as common to all. */
const MOST_ACTIONS = 3;

/** All options of a command, each once, with the forms it belongs to where they differ. */
const optionRows = ({ forms }: Command): [string, string][] => {
  const rows = new Map<string, { text: string; help: string; actions: string[] }>();
  for (const { action, options } of forms)
    for (const [name, spec] of Object.entries(options)) {
      const row = rows.get(name) ?? { text: `--${name}${valueName(spec)}`, help: spec.help, actions: [] };
      if (action !== null) row.actions.push(action);
      rows.set(name, row);
    }
  const own = [...rows.values()].map(({ text, help, actions }): [string, string] => [
    `  ${text}`,
    actions.length > 0 && actions.length <= MOST_ACTIONS && actions.length < forms.length
      ? `${actions.join(', ')}: ${help}`
      : help,
  ]);
  const global = Object.entries(GLOBAL_OPTIONS).map(([name, { help }]): [string, string] => [
    `  --${name}`,
    help,
  ]);
  return [...own, ...global];
};

/** `cloister COMMAND --help`. */
export const showCommandHelp = (command: Command, out: Out): void => {
  out.paragraph(`${command.summary[0].toUpperCase()}${command.summary.slice(1)}.`);
  out.line();
  showUsages(command, command.forms, out, '  ');
  if (command.forms.length > 1) {
    out.line();
    out.pairs(command.forms.map(({ action, summary }): [string, string] => [`  ${action}`, summary]));
  }
  for (const text of command.about) {
    out.line();
    out.paragraph(text);
  }
  out.line();
  out.line('Options');
  out.pairs(optionRows(command));
  out.line();
  out.line('Example');
  for (const line of command.example.split('\n')) out.line(`  ${line}`);
};

/** `cloister help`. */
export const showHelp = (commands: readonly Command[], out: Out): void => {
  out.line(`${APP.name} ${APP.version}: customer data to segments and personas, on this machine alone.`);
  out.line();
  out.line('usage: cloister COMMAND … [--json]');
  out.line();
  out.pairs(commands.map(({ name, summary }): [string, string] => [`  ${name}`, summary]));
  out.line();
  out.paragraph(
    'VAULT is a folder NAME.cloister; the ending may be left out. Its passphrase is asked for, or comes from CLOISTER_PASSPHRASE or --passphrase-file. --json prints one JSON object. Progress goes to standard error; Ctrl-C cancels.',
  );
  out.line();
  out.paragraph(
    'Exit status: 0 done, 1 the input is wrong, 2 usage, 3 refused by a privacy rule, 4 vault locked or wrong passphrase, 5 our fault.',
  );
  out.line();
  out.line('Try it');
  for (const line of [
    'cloister sample shop --customers 2000',
    'cloister run shop/plan.yaml --vault shop --out shop-export',
    'cloister verify shop-export',
  ])
    out.line(`  ${line}`);
  out.line();
  out.line('More: cloister COMMAND --help, and docs/cli.md');
};
