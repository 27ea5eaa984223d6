/** What staff data need from the world. */
import {
  type Forgetting,
  type PersonData,
  type PersonErasure,
  type Signature,
} from '../../domain/index.ts';

/** Who is erased, and what stands there instead. */
export interface Erasing {
  /** Id of the person. */
  readonly agent: string;
  readonly names: readonly string[];
  readonly pseudonym: string;
}

/** A plan's text, as it was written, without the person: YAML or JSON, with what else it says. */
export type ErasePlanText = (text: string, person: Erasing) => string;

/** The part of the store that finds and erases people. */
export interface PersonStore {
  /**
   * All that is stored of a person, as of one instant, told in the audit trail as a deed with the
   * id `subject`. Throws `NOT_FOUND` where nothing is.
   */
  exportPerson(site: string, agent: string, subject: string, by: Signature): Promise<PersonData>;
  /**
   * Puts a pseudonym in the person's place in all that is kept, deletes what is the person's alone,
   * and forgets the salts by which the trail could tell what was there; all or nothing.
   *
   * Throws `NOT_FOUND` where nothing is stored of the person, `BUSY` while jobs of the site are
   * under way, which may hold the person, `CONFLICT` where the person is an admin.
   */
  erasePerson(
    site: string,
    agent: string,
    pseudonym: string,
    erasePlanText: ErasePlanText,
    by: Signature,
  ): Promise<PersonErasure>;
  /** Forgets who did what before an instant, of all sites; told in the trail where there was something. */
  forgetBefore(before: string, by: Signature): Promise<Forgetting>;
}
