import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Captures of real servers lie beside the project where they are at hand. */
const FOLDER = process.env['AGNER_CAPTURES'] ?? join(process.cwd(), '../shared/acd');

export function capture(name: string): string {
  return join(FOLDER, name);
}

export function capturesStandAside(): boolean {
  return !existsSync(capture('load450.queue_log'));
}

/** For the title of what stands aside, so that it is seen. */
export function capturesAbsence(): string {
  return capturesStandAside() ? ` (left out: no captures in ${FOLDER})` : '';
}
