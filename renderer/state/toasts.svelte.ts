/** Short messages at the bottom right: what happened, and one act that follows from it. */
import { errorOf } from './engine.svelte.ts';

export type Toast = {
  id: number;
  tone: 'done' | 'problem';
  title: string;
  text: string;
  action: { label: string; run: () => void } | null;
};

const MOST = 3;
const SECONDS = 8;
const shown = $state<Toast[]>([]);
let nextId = 1;

export const toasts = {
  get list(): readonly Toast[] {
    return shown;
  },
  /** Shows a message; a problem stays until it is closed. */
  show(toast: { title: string } & Partial<Omit<Toast, 'id'>>): number {
    const id = nextId++;
    shown.push({ tone: 'done', text: '', action: null, ...toast, id });
    while (shown.length > MOST) shown.shift();
    if (toast.tone !== 'problem') setTimeout(() => toasts.close(id), SECONDS * 1000);
    return id;
  },
  close(id: number): void {
    const at = shown.findIndex((toast) => toast.id === id);
    if (at >= 0) shown.splice(at, 1);
  },
};

/** Shows what was thrown as a message that stays. A cancelled job is no problem. */
export const problem = (thrown: unknown): void => {
  const error = errorOf(thrown);
  if (error.code === 'CANCELLED') toasts.show({ title: error.message });
  else toasts.show({ tone: 'problem', title: error.message, text: error.next });
};
