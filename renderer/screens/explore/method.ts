/** What the person chose of a method, as it is typed, and as the engine is asked for it. */
import type { Input } from '../../../shared/contract/contract.ts';
import { METHOD_INFO, type MethodName } from '../../../shared/methods.ts';

export type MethodDraft = {
  method: MethodName;
  covariance: 'full' | 'diagonal';
  /** As typed; empty lets the engine choose. */
  radius: string;
  minPoints: string;
  minSize: string;
};
export const newDraft = (): MethodDraft => ({
  method: 'kmeans',
  covariance: 'full',
  radius: '',
  minPoints: '',
  minSize: '',
});

type Choice = Input<'clustering.fit'>['clustering'];
type Count = { mode: 'range' | 'exact'; from: number; to: number; k: number };

/** The method and the parameters it takes; what was left empty is left out. */
export const choiceOf = (draft: MethodDraft, count: Count): Omit<Choice, 'features'> => {
  const { takes } = METHOD_INFO[draft.method];
  const numbers = Object.fromEntries(
    (['radius', 'minPoints', 'minSize'] as const)
      .filter((name) => takes.includes(name) && draft[name].trim() !== '')
      .map((name) => [name, Number(draft[name])]),
  );
  return {
    method: draft.method,
    ...numbers,
    ...(takes.includes('covariance') ? { covariance: draft.covariance } : {}),
    ...(takes.includes('k')
      ? count.mode === 'exact'
        ? { k: count.k }
        : { from: count.from, to: count.to }
      : {}),
  };
};

/** The draft that a kept clustering was made from. */
export const draftOf = (choice: Choice): MethodDraft => ({
  method: choice.method ?? 'kmeans',
  covariance: choice.covariance ?? 'full',
  radius: choice.radius === undefined ? '' : String(choice.radius),
  minPoints: choice.minPoints === undefined ? '' : String(choice.minPoints),
  minSize: choice.minSize === undefined ? '' : String(choice.minSize),
});
