/** Starts the window: the screen at once, then the engine, the settings, the vault. */
import { mount } from 'svelte';
import App from './App.svelte';
import './theme/theme.css';
import { fetchTheRest } from './screens/screens.svelte.ts';
import { engine } from './state/engine.svelte.ts';
import { session } from './state/session.svelte.ts';
import { settings } from './state/settings.svelte.ts';
import { shell } from './state/shell.svelte.ts';
import { theme } from './state/theme.svelte.ts';
import { problem } from './state/toasts.svelte.ts';
import { connect } from './transport/connect.ts';

const start = async (): Promise<void> => {
  const { client, shell: found } = await connect();
  shell.take(found);
  engine.attach(client);
  client.onStopped((error) => {
    problem(error);
    session.forget();
  });
  await settings.load();
  theme.apply();
  await session.resume();
};

const target = document.getElementById('app');
if (target === null) throw new Error('The page has no place for the window.');
mount(App, { target });
start().then(fetchTheRest).catch(problem);
