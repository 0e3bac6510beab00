/** `run`: the whole job from one file. */
import { preparePlan } from '../../engine/procedures/plan.ts';
import { isTaken } from '../../engine/vault/vault.ts';
import { counted, fixed, number, percent, told } from '../../shared/charts/words.ts';
import type { RunAnswer } from '../../shared/contract/answers.ts';
import { type Command, form } from '../command.ts';
import type { Out } from '../output.ts';
import { unlocking, VAULT_OPTIONS } from '../passphrase.ts';
import { secondsText } from '../progress.ts';
import { showClustering } from './cluster.ts';
import { showDriftSince } from './clustering.ts';
import { showExport } from './export.ts';
import { showRfm } from './features.ts';
import { showImport } from './import.ts';
import { showSegments } from './segment.ts';
import { showValue } from './value.ts';

const showSteps = (out: Out, { steps }: RunAnswer): void => {
  out.heading('Steps');
  out.table(
    [
      { head: 'step' },
      { head: 'made', wraps: 1 },
      { head: 'where', wraps: 1 },
      { head: 'time', align: 'right' },
      { head: 'peak memory', align: 'right' },
    ],
    steps.map(({ step, made, where, seconds, peakMb }) => [
      step,
      made,
      where,
      secondsText(seconds),
      `${number(peakMb)} MB`,
    ]),
  );
};

const showRun = (out: Out, answer: RunAnswer): void => {
  const { lens, imports, clustering, segments, rfm } = answer;
  for (const one of imports) {
    showImport(out, one);
    out.line();
  }
  out.line(
    `Lens: ${lens.purpose} as of ${lens.asOf}: ${told(lens.admitted)} of ${counted(lens.known, 'person', 'people')}${lens.known === 0 ? '' : ` (${percent(lens.admitted / lens.known)})`}`,
  );
  if (answer.value !== null) showValue(out, answer.value);
  if (answer.predictions.length > 0) {
    out.heading('Predictions');
    for (const { feature, outcome, measures, doubts } of answer.predictions)
      out.paragraph(
        `${feature}: whether the person ${outcome}; AUC ${fixed(measures.auc, 3)}, Brier ${fixed(measures.brier, 3)}.${doubts.map(({ text }) => ` ${text}`).join('')}`,
      );
  }
  if (clustering !== null) {
    out.line();
    showClustering(out, clustering);
    if (answer.drift !== null) showDriftSince(out, answer.drift);
  }
  showRfm(out, rfm, lens.admitted);
  out.heading('Segments');
  showSegments(out, segments, lens.admitted);
  if (answer.export !== null) {
    out.line();
    showExport(out, answer.export);
  }
  showSteps(out, answer);
};

export const runPlanCommand: Command = {
  name: 'run',
  summary: 'the whole job from a plan: import, lens, clusters, segments, personas, export',
  about: [
    'The vault is made where there is none. The same plan, files and seed give the same bytes. Run it again after a failure: what was imported already is not imported twice. docs/plan.md says what a plan may hold.',
  ],
  example: 'cloister run shop/plan.yaml --vault shop --out shop-export',
  forms: [
    form({
      words: ['PLAN.yaml'],
      options: {
        vault: { kind: 'text', value: 'VAULT', required: true, help: 'the vault, made where there is none' },
        out: { kind: 'text', value: 'DIR', required: true, help: 'the folder of the package' },
        replace: { kind: 'flag', help: 'replace an earlier package in the folder' },
        ...VAULT_OPTIONS,
      },
      summary: 'run a plan',
      run: async ([plan], { vault, out: folder, replace, ...values }, context) => {
        // A plan that cannot be run should leave no empty vault behind.
        preparePlan({ plan, folder, replace: replace ?? false });
        const isNew = !isTaken(vault);
        await context.call(isNew ? 'vault.create' : 'vault.open', await unlocking(vault, values, isNew));
        context.told(
          'cancelled; the steps that had ended are kept in the vault, nothing was exported, and the same command goes on from there',
        );
        const answer = await context.call('plan.run', { plan, folder, replace });
        return { json: answer, show: (out) => showRun(out, answer) };
      },
    }),
  ],
};
