/** What it takes to do a request once however often it is sent. */

/** What was answered, to be said again word by word. */
export interface KeptAnswer {
  readonly status: number;
  readonly location: string | null;
  /** Of what was changed, as its ETag told it. */
  readonly state?: string;
  /** JSON. */
  readonly text: string;
}

/** What is known of a key when a request comes with it. */
export type KeyState =
  | { readonly kind: 'taken' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'answered'; readonly fingerprint: string; readonly answer: KeptAnswer };

/** A request that is to be done once. */
export interface OnceRequest<T> {
  /** What is stored by it and its answer are kept together, or not at all. */
  readonly work: () => Promise<T>;
  /** Tells the request from others with the same key, once it has been read. */
  readonly fingerprint: () => string;
  readonly answerOf: (outcome: T) => KeptAnswer;
}

/** The part of the store that remembers requests by a digest of who asks and the key they chose. */
export interface RequestKeyStore {
  /**
   * Takes a key for this process, unless it is known. One that a process held when it died is taken
   * over: what it did with it was not kept. Keys older than a day are forgotten.
   */
  takeKey(digest: string, now: string): Promise<KeyState>;
  /** Does a request whose key was taken. Where it fails, the key is free again. */
  answerOnce<T>(digest: string, request: OnceRequest<T>): Promise<T>;
}
