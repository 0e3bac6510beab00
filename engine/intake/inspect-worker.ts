/** Inspection in a worker thread, so that a large file does not hold up the engine. */
import type { Task } from '../jobs/worker.ts';
import type { InputFile } from './input/survey.ts';
import { type Inspection, type InspectOptions, inspectFiles } from './inspect.ts';

export type InspectInput = { files: InputFile[]; options: InspectOptions };

export const task: Task<InspectInput, Inspection> = ({ files, options }) => inspectFiles(files, options);
