import { type DocumentId } from './ids.ts';

/** Where a computed document came from: enough to make it again and to prove what it was made of. */
export interface Provenance {
  /** "agner 0.1.0". */
  readonly program: string;
  /** SHA-256 (hex) of everything that the result depends on, seed included. */
  readonly inputsHash: string;
  readonly seed: number;
  /** Names or ids of the inputs, for people: { plan: "sample@3", forecast: "fc_..." }. */
  readonly inputs: Readonly<Record<string, string>>;
}

export type DocumentKind =
  'forecast' | 'backtest' | 'requirement' | 'verification' | 'roster' | 'whatif';

/** What every stored, immutable result carries beside its content. */
export interface StoredHeader {
  readonly id: DocumentId;
  readonly kind: DocumentKind;
  /** Site that owns it. */
  readonly site: string;
  /** Counts from 1 per site, kind and name. */
  readonly version: number;
  /** What people call it; the plan's or queue's name unless given. */
  readonly name: string;
  /** ISO instant, UTC. */
  readonly createdAt: string;
}

export interface Stored<T> {
  readonly header: StoredHeader;
  readonly document: T;
}
