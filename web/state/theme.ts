/** Light or dark: the system's choice until the reader makes one, which this browser remembers. */
import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const STORED_AS = 'agner.theme';

export const theme = signal<Theme>('light');

/** Puts the theme on the page and keeps it there. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = readChoice();
  theme.value = chosen ?? (system.matches ? 'dark' : 'light');
  system.addEventListener('change', () => {
    if (readChoice() === null) theme.value = system.matches ? 'dark' : 'light';
  });
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
  });
}

export function toggleTheme(): void {
  theme.value = theme.peek() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(STORED_AS, theme.peek());
  } catch {
    // A browser that stores nothing still shows the theme until the page is closed.
  }
}

function readChoice(): Theme | null {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === 'dark' || stored === 'light' ? stored : null;
  } catch {
    return null;
  }
}
