/** Inspection in a worker thread, so that a large file does not hold up the engine. */
import type { Task } from '../jobs/worker.ts';
import { type Inspection, type InspectOptions, inspectFile } from './inspect.ts';

export type InspectInput = { source: string | Uint8Array; options: InspectOptions };

export const task: Task<InspectInput, Inspection> = ({ source, options }) => inspectFile(source, options);
