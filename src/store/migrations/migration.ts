import { type Knex } from 'knex';

/** One step of the schema. Written once, never changed after a release. */
export interface StoreMigration {
  readonly name: string;
  readonly up: (knex: Knex, kind: 'sqlite' | 'postgres') => Promise<void>;
}
