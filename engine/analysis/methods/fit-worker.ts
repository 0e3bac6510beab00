/** The thread side of the methods that run in one piece: medoids, density, mixture, prototypes. */
import { fitMixture, type MixtureFit, type MixtureParameters } from '../mixture/mixture.ts';
import { fitLikeliest } from '../mixture/starts.ts';
import { type DenseInput, type DenseOutput, fitDense } from './dense.ts';
import { fitMedoids, type MedoidsInput, type MedoidsOutput } from './medoids.ts';
import { fitPrototypes, type PrototypesInput, type PrototypesOutput } from './prototypes.ts';

export type MixtureInput = {
  values: Float64Array;
  rows: number;
  columns: number;
  start: Uint8Array;
  parameters: MixtureParameters;
  /** Of the random starts beside `start`, and how many they are; null for none. */
  seed: number | null;
  draws?: number;
};
export type FitInput =
  | { kind: 'medoids'; input: MedoidsInput }
  | { kind: 'dense'; input: DenseInput }
  | { kind: 'mixture'; input: MixtureInput }
  | { kind: 'prototypes'; input: PrototypesInput };
export type FitOutput = MedoidsOutput | DenseOutput | MixtureFit | PrototypesOutput;

export const task = (work: FitInput): FitOutput => {
  if (work.kind === 'medoids') return fitMedoids(work.input);
  if (work.kind === 'dense') return fitDense(work.input);
  if (work.kind === 'prototypes') return fitPrototypes(work.input);
  const { values, rows, columns, start, parameters, seed, draws } = work.input;
  return seed === null
    ? fitMixture(values, rows, columns, start, parameters)
    : fitLikeliest(values, rows, columns, start, parameters, seed, draws);
};
