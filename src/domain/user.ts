/** What somebody may do, least first; an agent sees own shifts alone, each other role what is before it too. */
export const ROLES = ['agent', 'viewer', 'scheduler', 'planner', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** Somebody who may sign in. */
export interface User {
  /** Never given to another; what stands for the person where the name may not. */
  readonly id: string;
  /** Lower-case letters, digits and "._@-". */
  readonly name: string;
  readonly role: Role;
  /** Sites whose data the person may see and change; `null` for all. An admin has all. */
  readonly sites: readonly string[] | null;
  /** Id of the person in rosters; `null` where the user is none of the staff. */
  readonly agent: string | null;
  /** ISO instant, UTC. */
  readonly createdAt: string;
}

/** A key of a program that acts for a user; the secret itself is told once and never kept. */
export interface ApiToken {
  readonly id: string;
  readonly user: string;
  /** What it is for: "wallboard". */
  readonly label: string;
  /** At most the user's own role. */
  readonly role: Role;
  readonly createdAt: string;
  /** ISO instant, UTC; `null` for a token that never ends. */
  readonly expiresAt: string | null;
}

/** Whether `role` may do what `needed` may. */
export function mayActAs(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
