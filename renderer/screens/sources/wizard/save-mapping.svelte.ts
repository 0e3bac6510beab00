/** Ways to keep the mapping of the file that is looked at. */
import { sources as words } from '../../../messages/sources.ts';
import { engine } from '../../../state/engine.svelte.ts';
import { toasts } from '../../../state/toasts.svelte.ts';
import { saveText } from '../../../ui/save-figure.ts';
import { intake } from '../intake.svelte.ts';

/** As a file of its own, for the command line or another vault. */
export const saveMapping = async (): Promise<void> => {
  const { mapping, inspection } = intake;
  if (mapping === null || inspection === null) return;
  const { yaml } = await engine.call('mapping.write', { mapping: $state.snapshot(mapping) });
  const name = inspection.file.replace(/\.[^.]*$/, '').replace(/[/\\]/g, '-');
  saveText(yaml, 'application/yaml', `${name}.mapping.yaml`);
};

/** In the vault under a name; under one that is there as its next version. */
export const saveMappingAs = async (name: string): Promise<void> => {
  const { mapping } = intake;
  if (mapping === null) return;
  const done = await engine.call('mapping.save', { name, mapping: $state.snapshot(mapping) });
  toasts.show({ title: words.mappingSaved(done.name, done.version) });
};
