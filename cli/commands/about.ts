/** `help` and `version`. */
import { APP } from '../../shared/app.ts';
import { type Command, form } from '../command.ts';
import { showCommandHelp, showHelp, usageOf } from '../help.ts';
import { didYouMean } from '../nearest.ts';
import { UsageError } from '../options.ts';

/** `help`, which knows all the commands. */
export const helpCommand = (commands: () => readonly Command[]): Command => ({
  name: 'help',
  summary: 'what there is, or how one command is used',
  about: [],
  example: 'cloister help import',
  forms: [
    form({
      words: ['[COMMAND]'],
      options: {},
      summary: 'print help',
      run: async ([name]) => {
        const topic = commands().find((command) => command.name === name);
        if (name !== undefined && topic === undefined)
          throw new UsageError(
            null,
            `There is no command "${name}"${didYouMean(
              name,
              commands().map((command) => command.name),
            )}`,
            'See `cloister help`.',
          );
        const told = topic === undefined ? commands() : [topic];
        return {
          json: {
            commands: told.map((command) => ({
              name: command.name,
              summary: command.summary,
              usage: command.forms.map((one) => usageOf(command, one)),
            })),
          },
          show: (out) => (topic === undefined ? showHelp(commands(), out) : showCommandHelp(topic, out)),
        };
      },
    }),
  ],
});

export const versionCommand: Command = {
  name: 'version',
  summary: 'the version of this program',
  about: [],
  example: 'cloister version --json',
  forms: [
    form({
      words: [],
      options: {},
      summary: 'print the version',
      run: async () => ({
        json: { name: APP.name, version: APP.version, node: process.versions.node },
        show: (out) => out.line(`${APP.name} ${APP.version} (Node ${process.versions.node})`),
      }),
    }),
  ],
};
