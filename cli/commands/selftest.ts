/** `selftest`: published results, computed again on this machine, theirs beside ours. */
import { CloisterError } from '../../shared/errors.ts';
import { type Command, form } from '../command.ts';

const figure = (value: number | string): string =>
  typeof value === 'number'
    ? String(Number(value.toPrecision(10)))
    : value.length > 16
      ? `${value.slice(0, 15)}…`
      : value;

export const selftestCommand: Command = {
  name: 'selftest',
  summary: 'compute published results again and print theirs beside ours',
  about: [
    'Runs what the product computes with on data that others published figures of, which come with it. Needs no vault. Exit 0 when every figure is as published, else 1.',
  ],
  example: 'cloister selftest',
  forms: [
    form({
      words: [],
      options: {},
      summary: 'every figure, theirs and ours',
      run: async (_, __, context) => {
        const answer = await context.call('selftest.run', {});
        const failed =
          answer.failed === 0
            ? null
            : new CloisterError(
                'INPUT_VALUE',
                `${answer.failed} of ${answer.rows.length} published figures came out otherwise on this machine.`,
                'Do not use its results; report the rows marked "off" with the computer and its processor.',
              );
        return {
          json: answer,
          ...(failed === null ? {} : { failed }),
          show: (out) => {
            let area = '';
            for (const { area: next } of answer.rows) {
              if (next === area) continue;
              area = next;
              out.heading(area);
              out.table(
                [
                  { head: 'figure', wraps: 1 },
                  { head: 'published', align: 'right' },
                  { head: 'here', align: 'right' },
                  { head: '' },
                  { head: 'source', wraps: 1 },
                ],
                answer.rows
                  .filter((row) => row.area === next)
                  .map((row) => [
                    row.what,
                    figure(row.theirs),
                    figure(row.ours),
                    row.holds ? 'as published' : 'off',
                    row.source,
                  ]),
              );
            }
            out.line();
            out.paragraph(`${answer.held} of ${answer.rows.length} figures are as published.`);
          },
        };
      },
    }),
  ],
};
