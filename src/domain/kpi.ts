import { type Note } from './forecast.ts';
import { type ServiceLevelDefinition } from './requirement.ts';

/** Whose figures a row of a report is: each queue's, each person's, or those of all together. */
export const KPI_SUBJECTS = ['queue', 'agent', 'site'] as const;

export type KpiSubject = (typeof KPI_SUBJECTS)[number];

/** What a row of a report is over: an interval, a local day, or all of the report's days. */
export const KPI_PERIODS = ['interval', 'day', 'whole'] as const;

export type KpiPeriod = (typeof KPI_PERIODS)[number];

/**
 * What becomes of paid scheduled time that is not on the phones. `break`, `training` and `meeting`
 * are as rostered; the others are of work: `absent` all day, `away` for a part of it, `paused`.
 */
export const SHRINKAGE_TYPES = [
  'break',
  'training',
  'meeting',
  'absent',
  'away',
  'paused',
] as const;

export type ShrinkageType = (typeof SHRINKAGE_TYPES)[number];

/** Figures of one subject over one period; `null` is "the stored data do not tell". */
export interface KpiRow {
  /** `null` for all queues. */
  readonly queue: string | null;
  /** As rosters name the person, else as the ACD does; `null` for all. */
  readonly agent: string | null;
  readonly name: string | null;
  /** ISO; `to` excluded. */
  readonly from: string;
  readonly to: string;
  /** Intervals of history of which contacts are known; `null` for a person. */
  readonly intervals: number | null;
  readonly offered: number | null;
  readonly answered: number | null;
  readonly abandoned: number | null;
  /** Abandoned over offered. */
  readonly abandonment: number | null;
  readonly serviceLevel: Readonly<Record<ServiceLevelDefinition, number | null>>;
  readonly averageSpeedOfAnswerSeconds: number | null;
  readonly averageHandleTimeSeconds: number | null;
  /** Conversation, time on hold included. */
  readonly averageTalkTimeSeconds: number | null;
  readonly averageAfterContactWorkSeconds: number | null;
  /** On contacts over on the phones. */
  readonly occupancy: number | null;
  /** On contacts over signed in. */
  readonly utilisation: number | null;
  /** Shares of paid scheduled time; what is left is on the phones. */
  readonly shrinkage: Readonly<Record<ShrinkageType | 'total', number | null>>;
  /** People who answered a contact, and contacts answered by each. */
  readonly agents: number | null;
  readonly contactsPerAgent: number | null;
  readonly adherence: number | null;
  /** Contacts as forecast for the intervals that are known. */
  readonly forecastOffered: number | null;
  /** Sum of absolute errors of intervals over contacts that came. */
  readonly forecastWape: number | null;
  /** Forecast less contacts that came, over these; above 0 is too high. */
  readonly forecastBias: number | null;
}

/** Key figures of a stretch of days. */
export interface KpiReport {
  readonly site: string;
  readonly zone: string;
  /** First and last local date. */
  readonly from: string;
  readonly to: string;
  readonly of: KpiSubject;
  readonly every: KpiPeriod;
  /** Ids of the forecasts that the days were held against. */
  readonly forecasts: readonly string[];
  /** By subject and beginning; where nothing at all is known there is no row. */
  readonly rows: readonly KpiRow[];
  readonly notes: readonly Note[];
}
