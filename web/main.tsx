import { render } from 'preact';
import { App } from './app.tsx';
import { followAddress } from './state/route.ts';
import { followTheme } from './state/theme.ts';
import './theme.css';

followTheme();
followAddress();
render(<App />, document.getElementById('app')!);
