import {
  type KpiRow,
  SERVICE_LEVEL_DEFINITIONS,
  type ServiceLevelDefinition,
  SHRINKAGE_TYPES,
  type ShrinkageType,
} from '../../domain/index.ts';

/** A ratio of two sums; only what is known of both is in them. */
interface Ratio {
  of: number;
  over: number;
}

/** What one row of a report is made of. Sums are `null` until something is known. */
export interface KpiSums {
  intervals: number;
  offered: number | null;
  answered: number | null;
  abandoned: number | null;
  readonly abandonment: Ratio;
  readonly serviceLevel: Readonly<Record<ServiceLevelDefinition, Ratio>>;
  readonly wait: Ratio;
  readonly handle: Ratio;
  readonly talk: Ratio;
  readonly afterContactWork: Ratio;
  /** Seconds of people: on contacts, on the phones, signed in. */
  onContacts: number;
  onPhones: number;
  signedIn: number;
  /** Scheduled and known what the person did, and of that in adherence. */
  readonly adherence: Ratio;
  /** Of paid scheduled time that is known. */
  paidScheduled: number;
  readonly shrinkage: Record<ShrinkageType, number>;
  /** Contacts whose agent is known. */
  answeredByAgents: number | null;
  readonly agents: Set<string>;
  readonly forecast: { offered: number; came: number; absoluteErrors: number; isKnown: boolean };
}

export function noSums(): KpiSums {
  const ratio = (): Ratio => ({ of: 0, over: 0 });
  return {
    intervals: 0,
    offered: null,
    answered: null,
    abandoned: null,
    abandonment: ratio(),
    serviceLevel: byName(SERVICE_LEVEL_DEFINITIONS, ratio),
    wait: ratio(),
    handle: ratio(),
    talk: ratio(),
    afterContactWork: ratio(),
    onContacts: 0,
    onPhones: 0,
    signedIn: 0,
    adherence: ratio(),
    paidScheduled: 0,
    shrinkage: byName(SHRINKAGE_TYPES, () => 0),
    answeredByAgents: null,
    agents: new Set(),
    forecast: { offered: 0, came: 0, absoluteErrors: 0, isKnown: false },
  };
}

/** Adds to both sums of a ratio where both are known. */
export function addRatio(ratio: Ratio, of: number | null, over: number | null): void {
  if (of === null || over === null) return;
  ratio.of += of;
  ratio.over += over;
}

/** What the sums come to. */
export function figuresOf(
  sums: KpiSums,
): Omit<KpiRow, 'queue' | 'agent' | 'name' | 'from' | 'to' | 'intervals'> {
  const { paidScheduled, shrinkage, forecast, agents, answeredByAgents } = sums;
  const lost = SHRINKAGE_TYPES.reduce((total, type) => total + shrinkage[type], 0);
  return {
    offered: sums.offered,
    answered: sums.answered,
    abandoned: sums.abandoned,
    abandonment: valueOf(sums.abandonment),
    serviceLevel: byName(SERVICE_LEVEL_DEFINITIONS, (definition) =>
      valueOf(sums.serviceLevel[definition]),
    ),
    averageSpeedOfAnswerSeconds: valueOf(sums.wait),
    averageHandleTimeSeconds: valueOf(sums.handle),
    averageTalkTimeSeconds: valueOf(sums.talk),
    averageAfterContactWorkSeconds: valueOf(sums.afterContactWork),
    occupancy: share(sums.onContacts, sums.onPhones),
    utilisation: share(sums.onContacts, sums.signedIn),
    shrinkage: {
      ...byName(SHRINKAGE_TYPES, (type) => share(shrinkage[type], paidScheduled)),
      total: share(lost, paidScheduled),
    },
    agents: answeredByAgents === null ? null : agents.size,
    contactsPerAgent: answeredByAgents === null ? null : share(answeredByAgents, agents.size),
    adherence: valueOf(sums.adherence),
    forecastOffered: forecast.isKnown ? forecast.offered : null,
    forecastWape: forecast.isKnown ? share(forecast.absoluteErrors, forecast.came) : null,
    forecastBias: forecast.isKnown ? share(forecast.offered - forecast.came, forecast.came) : null,
  };
}

function valueOf({ of, over }: Ratio): number | null {
  return share(of, over);
}

function share(of: number, over: number): number | null {
  return over > 0 ? of / over : null;
}

function byName<N extends string, T>(names: readonly N[], make: (name: N) => T): Record<N, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, T>;
}
