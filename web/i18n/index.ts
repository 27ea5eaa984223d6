import { signal } from '@preact/signals';
import { en, type Messages } from './en.ts';

export { type Messages } from './en.ts';

/** The catalogue of the language that the page speaks. */
export const messages = signal<Messages>(en);
