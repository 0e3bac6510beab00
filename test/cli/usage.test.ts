/** Arguments: what is unknown is named, the nearest word is offered, and nothing is started. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands/commands.ts';
import { showCommandHelp, showHelp, usageOf } from '../../cli/help.ts';
import { parseCommand, UsageError } from '../../cli/options.ts';
import { createOut, displayWidth, MOST_COLUMNS } from '../../cli/output.ts';
import { cloister, jsonOf } from './process.ts';

const cwd = tmpdir();
const command = (name: string) => COMMANDS.find((one) => one.name === name) ?? COMMANDS[0];

const parse = (line: string) => {
  const [name, ...args] = line.split(' ');
  return parseCommand(command(name), args);
};
const refused = (line: string): UsageError => {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error(`"${line}" was accepted`);
};

describe('the process', () => {
  test('an unknown command: exit 2, the nearest word, its usage', async () => {
    const { status, out, err } = await cloister(['imprt', 'v', 'x.csv'], { cwd });
    expect([status, out]).toEqual([2, '']);
    expect(err).toBe(
      [
        'cloister: There is no command "imprt"; did you mean import?',
        '  next: See `cloister help`.',
        'usage: cloister import VAULT FILE… [--kind K] [--people records] [--format T] [--encoding E]',
        '                [--sheet NAME] [--entry NAME] [--mapping M.yaml] [--saved NAME] [--again]',
        '                [--dry-run] [--rejects R.csv]',
        '',
      ].join('\n'),
    );
  });

  test('inspect ends with commands that read the file alike when they are given as they stand', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloister-next-'));
    try {
      const next = async (name: string, text: string, ...args: string[]): Promise<string[]> => {
        writeFileSync(join(folder, name), text);
        const { out } = await cloister(['inspect', name, ...args], { cwd: folder });
        return out.split('\nNext\n')[1].trimEnd().split('\n');
      };
      const people = `customer_id,plan\n${Array.from({ length: 30 }, (_, i) => `C${i},${'ab'[i % 2]}`).join('\n')}\n`;
      expect((await next('our people.csv', people, '--kind', 'profiles', '--encoding', 'latin1'))[0]).toBe(
        '  cloister import VAULT "our people.csv" --kind profiles --encoding latin1',
      );
      // A file that names nobody would be refused.
      const nobody = await next('nobody.csv', people.replaceAll(/^[^,]*,/gm, ''));
      expect(nobody).toEqual([
        expect.stringMatching(/^ {2}cloister inspect nobody\.csv --mapping-out M\.yaml .*identifier$/),
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('--json keeps standard output to one object, in errors too', async () => {
    const ended = await cloister(['consent', 'v', 'show', '--identifier', 'X', '--type', 'emial', '--json'], {
      cwd,
    });
    expect([ended.status, ended.err]).toEqual([2, '']);
    expect(jsonOf(ended)).toEqual({
      error: {
        code: 'USAGE',
        message: '--type cannot be "emial"; did you mean email?',
        next: expect.stringContaining('email'),
      },
    });
  });

  test('nothing at all: the help on standard error and exit 2; help asked for: exit 0', async () => {
    const [none, asked, version] = await Promise.all([
      cloister([], { cwd }),
      cloister(['--help'], { cwd }),
      cloister(['version', '--json'], { cwd }),
    ]);
    expect([none.status, none.out, asked.status, asked.err]).toEqual([2, '', 0, '']);
    expect(asked.out).toBe(none.err);
    expect(jsonOf(version)).toMatchObject({ name: 'Cloister', node: process.versions.node });
  });

  test('a reader that closes the pipe early is no error', async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['cli/main.ts', 'help']);
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status, err]).toEqual([0, '']);
  });
});

describe('arguments', () => {
  test.each([
    ['import v', 'needs FILE.'],
    ['import', 'needs VAULT and FILE.'],
    ['import v a.csv --knd orders', 'no option --knd; did you mean --kind?'],
    ['import v a.csv --kind order', '--kind cannot be "order"; did you mean orders?'],
    ['import v a.csv --kind', 'The option --kind needs a value.'],
    ['import v a.csv --kind --json', 'The option --kind needs a value.'],
    ['import v a.csv --kind orders --kind events', 'is given twice'],
    ['import v a.csv --dry-run=yes', 'takes no value'],
    ['lens v w', 'does not know what to do with "w"'],
    ['lens v --as-of 2026-02-30', '--as-of is no date'],
    ['lens v --as-of 1.7.2026', '--as-of is no date'],
    ['cluster v', 'needs --features.'],
    ['cluster v --features recency --k 1', '--k is a whole number from 2 to 30, not "1".'],
    ['cluster v --features recency --k 3.5', '--k is a whole number'],
    ['cluster v --features recency --seed -1', 'The option --seed needs a value.'],
    ['segment', 'needs a vault and a word for what to do'],
    ['segment list v', 'The vault comes first: cloister segment v list'],
    ['segment v lst', 'cannot "lst"; did you mean list?'],
    ['segment v list --rule {}', '--rule does not belong to `cloister segment … list`'],
    ['segment v remove', 'needs ID.'],
    ['consent v withdraw --identifier C1', 'needs --purpose.'],
    ['export v --name N --out d --target excel', '--target cannot be "excel"'],
    ['export v --out d', 'needs --name.'],
  ])('%s', (line, says) => {
    const error = refused(line);
    expect(error.message).toContain(says);
    expect(error.next).not.toBe('');
    expect(error.command?.name).toBe(line.split(' ')[0]);
  });

  test('the usage under an error is that of the action that was meant', () => {
    expect(refused('segment v remove').form?.action).toBe('remove');
    expect(refused('segment v lst').form).toBeNull();
  });

  test.each([
    ['export v --name N --out d --target hubspot --target report'],
    ['export v --name N --out d --target hubspot,report'],
    ['export v --name N --target hubspot report --out d'],
    ['export --target hubspot report v --name N --out d'],
  ])('a list in every way it may be written: %s', (line) => {
    const { words, values } = parse(line);
    expect([words, values.target]).toEqual([['v'], ['hubspot', 'report']]);
  });

  test('words, options and a single dash in any order', () => {
    const { form, words, values, json } = parse('import --json v --kind=orders - b.csv');
    expect([form.action, words, values.kind, values['dry-run'], json]).toEqual([
      null,
      ['v', '-', 'b.csv'],
      'orders',
      false,
      true,
    ]);
  });
});

describe('help', () => {
  const written = (show: (out: ReturnType<typeof createOut>) => void): string => {
    let text = '';
    show(createOut((part) => (text += part)));
    return text;
  };
  const helps = [
    written((out) => showHelp(COMMANDS, out)),
    ...COMMANDS.map((one) => written((out) => showCommandHelp(one, out))),
  ];

  test('no line is wider than 100 columns', () => {
    for (const line of helps.join('\n').split('\n'))
      expect(displayWidth(line), line).toBeLessThanOrEqual(MOST_COLUMNS);
  });

  test('every example is understood by the parser', () => {
    for (const { name, example } of COMMANDS) {
      const words = example
        .replaceAll('\\\n', ' ')
        .match(/'[^']*'|\S+/g)
        ?.map((word) => word.replace(/^'([\s\S]*)'$/, '$1'));
      expect(words?.slice(0, 2)).toEqual(['cloister', name]);
      expect(() => parseCommand(command(name), words?.slice(2) ?? []), example).not.toThrow();
    }
  });

  test('docs/cli.md names every form and every option', () => {
    const document = readFileSync('docs/cli.md', 'utf8');
    for (const one of COMMANDS)
      for (const form of one.forms) {
        const [bare] = usageOf(one, form).split(' [--')[0].split(' --');
        expect(document).toContain(bare);
        for (const option of Object.keys(form.options)) expect(document).toContain(`--${option}`);
      }
  });
});
