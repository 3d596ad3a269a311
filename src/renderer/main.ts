import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { appKeys } from './features/shell/app-keys.ts';
import { createHost } from './host/index.ts';
import { AppState } from './state/app-state.svelte.ts';

const app = new AppState(await createHost());
// Before any screen adds its own, which are asked first.
app.keys.add(appKeys(app));
// Settings and the font come before the first paint: no flash in the other theme, and names are measured once.
await Promise.all([app.start(), document.fonts.load('11px "Inter Variable"')]);
mount(App, { target: document.getElementById('app')!, props: { app } });
