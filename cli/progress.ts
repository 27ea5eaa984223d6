import { Presets, SingleBar } from 'cli-progress';
import { type OnProgress, type Progress } from '../src/use-cases/index.ts';

/** Work shorter than this stays silent. */
const SILENT_MS = 1500;
/** Where stderr is no terminal, a line this often. */
const LINE_MS = 5000;

export interface ProgressShow {
  readonly onProgress: OnProgress;
  readonly end: () => void;
}

/** A bar on a terminal, a line every few seconds elsewhere, on stderr; nothing if `quiet`. */
export function showProgress(label: string, quiet: boolean): ProgressShow {
  if (quiet) return { onProgress: () => undefined, end: () => undefined };
  const started = performance.now();
  let bar: SingleBar | null = null;
  let lastLine = -Infinity;
  const onProgress = (progress: Progress): void => {
    const elapsed = performance.now() - started;
    if (elapsed < SILENT_MS) return;
    const done = Math.floor(progress.fraction * 100);
    if (process.stderr.isTTY) {
      bar ??= startBar(label);
      bar.update(done, { figures: figuresText(progress) });
    } else if (elapsed - lastLine >= LINE_MS) {
      lastLine = elapsed;
      process.stderr.write(`${label}: ${done} % ${figuresText(progress)}\n`);
    }
  };
  return { onProgress, end: () => bar?.stop() };
}

function startBar(label: string): SingleBar {
  const bar = new SingleBar(
    { format: `${label} {bar} {percentage} % {figures}`, clearOnComplete: true, hideCursor: null },
    Presets.shades_classic,
  );
  bar.start(100, 0, { figures: '' });
  return bar;
}

function figuresText({ figures }: Progress): string {
  return Object.entries(figures)
    .map(([name, value]) => {
      if (value === null) return `no ${name} known`;
      if (typeof value === 'string') return `${name} ${value}`;
      if (name === 'gap') return `gap ${(value * 100).toFixed(1)} %`;
      return `${name} ${Number.isInteger(value) ? value : value.toFixed(1)}`;
    })
    .join(', ');
}
