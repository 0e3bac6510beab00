/** The command line starts here: finds the command, hands it over, sets the exit status. */
import { EXIT } from '../shared/errors.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands/commands.ts';
import { showCommandHelp, showHelp } from './help.ts';
import { nearest } from './nearest.ts';
import { parseCommand, UsageError } from './options.ts';
import { createOut, type Out, terminalWidth } from './output.ts';
import { printThrown, runCommand } from './run.ts';

const screen = (stream: NodeJS.WriteStream): Out =>
  createOut((text) => stream.write(text), terminalWidth(stream));

const findCommand = (name: string): Command => {
  const found = COMMANDS.find((command) => command.name === name);
  if (found !== undefined) return found;
  const meant = nearest(
    name,
    COMMANDS.map((command) => command.name),
  );
  throw new UsageError(
    COMMANDS.find((command) => command.name === meant) ?? null,
    `There is no command "${name}"${meant === null ? '.' : `; did you mean ${meant}?`}`,
    'See `cloister help`.',
  );
};

const ALIASES: Record<string, string> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
};

const main = async (args: string[]): Promise<number> => {
  // Before the command's name only --json may stand.
  const at = args.findIndex((arg) => arg !== '--json');
  if (at < 0 && args.length === 0) {
    showHelp(COMMANDS, screen(process.stderr));
    return EXIT.usage;
  }
  const json = args.includes('--json');
  try {
    const first = args[at];
    if (first === undefined) throw new UsageError(null, 'No command was given.', 'See `cloister help`.');
    const command = findCommand(ALIASES[first] ?? first);
    const parsed = parseCommand(command, args.toSpliced(at, 1));
    if (!parsed.help) return await runCommand(parsed);
    const topic = command.name === 'help' ? null : command;
    if (topic === null) showHelp(COMMANDS, screen(process.stdout));
    else showCommandHelp(topic, screen(process.stdout));
    return EXIT.done;
  } catch (error) {
    return printThrown(error, json);
  }
};

// A reader such as `head` may close the pipe early: what it did not want to read is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });

process.exitCode = await main(process.argv.slice(2));
