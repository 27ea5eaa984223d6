import { mean, sampleStandardDeviation } from 'simple-statistics';
import { type DayLevels } from './day-levels.ts';
import { type DayTable } from './day-table.ts';
import { makeMatrix } from './linear-algebra.ts';
import { singularVectors } from './singular-vectors.ts';

/** How a day's contacts spread over its slots. */
export interface Profiles {
  /**
   * Share of an ordinary day's contacts by wall-clock slot. Sums to 1 over the slots that are
   * open in an ordinary week; slots outside them have what was seen there.
   */
  readonly shareOf: (weekday: number, special: string | null) => Float64Array;
  /** Relative variance of a slot around its share of the day, beyond Poisson. */
  readonly slotVariance: number;
  readonly halfLifeDays: number;
  /** Ways in which weekdays may differ, `null` for any. */
  readonly rank: number | null;
  /** Per day of the last weeks, the profile that the days before them gave for it. */
  readonly trials: ReadonlyMap<number, Float64Array>;
}

/** Memories that are tried, by backtest over the last weeks. */
const HALF_LIVES: readonly number[] = [14, 35, 91, 364];
/** With each memory, ways in which weekdays may differ if not in any: so many of the most usual. */
const RANKS: readonly number[] = [1, 2, 4];
/** Days that the usual ways are learned from, at least and at most. */
const FEWEST_BASIS_DAYS = 28;
const BASIS_DAYS = 182;
const TRIAL_WEEKS = 8;
/** Relative variance of slots where no trial could be run. */
const UNTRIED_VARIANCE = 0.01;
/** Days older than this many half-lives are left out. */
const HALF_LIVES_READ = 6;
/** Ordinary profiles: seven weekdays, then all of them together. */
const ALL = 7;

/** Discounted sums of one kind of day. */
interface Sums {
  /** Contacts per slot. */
  readonly contacts: Float64Array;
  /** Day totals of the days on which the slot is known. */
  readonly exposure: Float64Array;
  /** Effective contacts behind the shares, after discounting. */
  readonly effective: number;
}

/** Learns profiles with the memory that a backtest over the last weeks prefers. */
export function learnProfiles(table: DayTable, levels: DayLevels): Profiles {
  const days = table.dates.length;
  const longest = HALF_LIVES.at(-1)!;
  if (table.slotsPerDay === 1) {
    const whole = Float64Array.of(1);
    const trials = new Map(table.dates.map((_, day) => [day, whole]));
    return { shareOf: () => whole, slotVariance: 0, halfLifeDays: longest, rank: null, trials };
  }
  const trialBasis = learnBasis(table, levels, days - 7 * TRIAL_WEEKS);
  const tryAll = (rank: number | null) =>
    HALF_LIVES.map((halfLifeDays) => ({
      ...tryMemory(table, levels, halfLifeDays, basisOf(trialBasis, rank)),
      halfLifeDays,
      rank,
    }));
  const free = leastOf(tryAll(null));
  const narrow = RANKS.filter((rank) => rank <= trialBasis.length).flatMap(tryAll);
  const best = narrow.length > 0 && isSurelyLess(leastOf(narrow), free) ? leastOf(narrow) : free;
  const { halfLifeDays, rank, slotVariance, trials } = best;
  const basis = rank === null ? null : learnBasis(table, levels, days).slice(0, rank);
  const profiles = learnAt(table, levels, days, halfLifeDays, basis);
  const types = learnSpecial(table, levels, profiles);
  return {
    shareOf: (weekday, special) =>
      (special === null ? undefined : types.get(special)) ?? profiles[weekday]!,
    slotVariance,
    halfLifeDays,
    rank,
    trials,
  };
}

/** How one memory and rank did. */
interface Trial {
  /** Squared error of each day forecast; the same days for all trials. */
  readonly errors: readonly number[];
}

function leastOf<T extends Trial>(tried: readonly T[]): T {
  const total = ({ errors }: Trial) => errors.reduce((sum, error) => sum + error, 0);
  return tried.reduce((least, trial) => (total(trial) < total(least) ? trial : least));
}

/** Whether a trial beats another by more than one standard error of their days' differences. */
function isSurelyLess(trial: Trial, other: Trial): boolean {
  const gains = trial.errors.map((error, day) => other.errors[day]! - error);
  if (gains.length < 2) return false;
  return mean(gains) > sampleStandardDeviation(gains) / Math.sqrt(gains.length);
}

/** Ways in which days differ from the common profile: unit vectors over the wall-clock slots. */
type Basis = readonly Float64Array[];

function basisOf(vectors: Basis, rank: number | null): Basis | null {
  return rank === null ? null : vectors.slice(0, rank);
}

/**
 * The ways in which days before `end` differed most from their common profile: right singular
 * vectors of the days' deviations, in Poisson units so that busy slots do not drown the others.
 *
 * @see Shen & Huang (2008), "Interday forecasting and intraday updating of call center arrivals",
 *   M&SOM 10(3).
 */
function learnBasis(table: DayTable, levels: DayLevels, end: number): Basis {
  const perDay = table.slotsPerDay;
  const rows: number[] = [];
  for (let day = Math.max(0, end - BASIS_DAYS); day < end; day++) {
    if (isOrdinary(table, levels, day)) rows.push(day);
  }
  if (rows.length < FEWEST_BASIS_DAYS) return [];
  const contacts = new Float64Array(perDay);
  const exposure = new Float64Array(perDay);
  for (const day of rows) {
    for (let wall = 0; wall < perDay; wall++) {
      const value = levels.values[day * perDay + wall]!;
      if (Number.isNaN(value)) continue;
      contacts[wall]! += value;
      exposure[wall]! += levels.totals[day]!;
    }
  }
  const common = contacts.map((sum, wall) => (exposure[wall]! > 0 ? sum / exposure[wall]! : 0));
  const isWide = rows.length <= perDay;
  const matrix = isWide ? makeMatrix(rows.length, perDay) : makeMatrix(perDay, rows.length);
  for (const [row, day] of rows.entries()) {
    const total = levels.totals[day]!;
    for (let wall = 0; wall < perDay; wall++) {
      const value = levels.values[day * perDay + wall]!;
      const expected = total * common[wall]!;
      if (Number.isNaN(value) || expected <= 0) continue;
      const at = isWide ? row * perDay + wall : wall * rows.length + row;
      matrix.values[at] = (value - expected) / Math.sqrt(expected);
    }
  }
  const { vectors, values } = singularVectors(matrix);
  const most = Math.max(...RANKS);
  if (isWide) return vectors.slice(0, most);
  // Of the turned matrix these are left singular vectors: the right ones are its product with them.
  return vectors.slice(0, most).map((vector, index) => {
    const right = new Float64Array(perDay);
    for (let wall = 0; wall < perDay; wall++) {
      for (let row = 0; row < rows.length; row++) {
        right[wall]! += matrix.values[wall * rows.length + row]! * vector[row]!;
      }
    }
    return right.map((entry) => entry / values[index]!);
  });
}

/** A profile that differs from the common one in the ways of a basis alone. */
function project(shares: Float64Array, common: Float64Array, basis: Basis): Float64Array {
  const roots = common.map((share) => Math.sqrt(Math.max(0, share)));
  const projected = Float64Array.from(common);
  for (const vector of basis) {
    let score = 0;
    for (const [wall, root] of roots.entries()) {
      if (root > 0) score += (vector[wall]! * (shares[wall]! - common[wall]!)) / root;
    }
    for (const [wall, root] of roots.entries()) projected[wall]! += score * root * vector[wall]!;
  }
  return projected.map((share) => Math.max(0, share));
}

/** Squared error, in Poisson units, of each of the last weeks forecast by the days before it. */
function tryMemory(table: DayTable, levels: DayLevels, halfLifeDays: number, basis: Basis | null) {
  const perDay = table.slotsPerDay;
  const days = table.dates.length;
  const trials = new Map<number, Float64Array>();
  const errors: number[] = [];
  let [beyond, squares] = [0, 0];
  for (let week = TRIAL_WEEKS; week >= 1; week--) {
    const end = days - 7 * week;
    if (end < 14) continue;
    const profiles = learnAt(table, levels, end, halfLifeDays, basis);
    for (let day = end; day < end + 7; day++) {
      const shares = profiles[table.weekdays[day]!]!;
      if (levels.outlying[day] === 1) trials.set(day, shares);
      if (!isOrdinary(table, levels, day)) continue;
      const total = levels.totals[day]!;
      trials.set(day, shares);
      let error = 0;
      for (let wall = 0; wall < perDay; wall++) {
        const at = day * perDay + wall;
        const value = levels.values[at]!;
        if (Number.isNaN(value) || table.open[at] === 0) continue;
        const expected = total * shares[wall]!;
        const square = (value - expected) ** 2;
        error += square;
        // The day's total is known here, which takes a share of the slot's own noise away.
        beyond += square / Math.max(0.5, 1 - shares[wall]!) - expected;
        squares += expected * expected;
      }
      errors.push(error);
    }
  }
  const slotVariance = squares > 0 ? Math.max(0, beyond / squares) : UNTRIED_VARIANCE;
  return { errors, slotVariance, trials };
}

function isOrdinary(table: DayTable, levels: DayLevels, day: number): boolean {
  return levels.weights[day]! > 0 && table.special[day] === null && levels.totals[day]! > 0;
}

/** One profile per weekday from days [0, end), each shrunk towards those of similar weekdays. */
function learnAt(
  table: DayTable,
  levels: DayLevels,
  end: number,
  halfLifeDays: number,
  basis: Basis | null,
): readonly Float64Array[] {
  const perDay = table.slotsPerDay;
  const first = Math.max(0, end - Math.ceil(HALF_LIVES_READ * halfLifeDays));
  const contacts = Array.from({ length: 8 }, () => new Float64Array(perDay));
  const exposure = Array.from({ length: 8 }, () => new Float64Array(perDay));
  const once = new Float64Array(8);
  const twice = new Float64Array(8);
  for (let day = first; day < end; day++) {
    if (!isOrdinary(table, levels, day)) continue;
    const weight = 2 ** (-(end - 1 - day) / halfLifeDays) * levels.weights[day]!;
    const total = levels.totals[day]!;
    for (const row of [table.weekdays[day]!, ALL]) {
      once[row]! += weight * total;
      twice[row]! += weight * weight * total;
      for (let wall = 0; wall < perDay; wall++) {
        const at = day * perDay + wall;
        const value = levels.values[at]!;
        if (Number.isNaN(value) || table.open[at] === 0) continue;
        contacts[row]![wall]! += weight * value;
        exposure[row]![wall]! += weight * total;
      }
    }
  }
  const sums = contacts.map((of, row): Sums => ({
    contacts: of,
    exposure: exposure[row]!,
    effective: twice[row]! > 0 ? once[row]! ** 2 / twice[row]! : 0,
  }));
  const common = normalise(sharesOf(sums[ALL]!, null), table.weekly, null);
  const own = sums.slice(0, 7).map((of) => sharesOf(of, common));
  return own.map((shares, weekday) => {
    const prior = similarMean(own, sums, weekday, common);
    const { effective } = sums[weekday]!;
    const kept =
      effective === 0
        ? prior
        : basis === null
          ? shrink(shares, prior, effective)
          : project(shares, common, basis);
    return normalise(kept, table.weekly, weekday);
  });
}

/** Profiles of the special types seen, each shrunk towards those of the weekdays it fell on. */
function learnSpecial(
  table: DayTable,
  levels: DayLevels,
  profiles: readonly Float64Array[],
): ReadonlyMap<string, Float64Array> {
  const perDay = table.slotsPerDay;
  const learned = new Map<string, Float64Array>();
  for (const type of new Set(table.special)) {
    if (type === null) continue;
    const contacts = new Float64Array(perDay);
    const exposure = new Float64Array(perDay);
    const prior = new Float64Array(perDay);
    let effective = 0;
    for (let day = 0; day < table.dates.length; day++) {
      const total = levels.totals[day]!;
      if (table.special[day] !== type || !(total > 0)) continue;
      effective += total;
      for (let wall = 0; wall < perDay; wall++) {
        const at = day * perDay + wall;
        prior[wall]! += total * profiles[table.weekdays[day]!]![wall]!;
        const value = levels.values[at]!;
        if (Number.isNaN(value) || table.open[at] === 0) continue;
        contacts[wall]! += value;
        exposure[wall]! += total;
      }
    }
    if (effective === 0) continue;
    const towards = prior.map((value) => value / effective);
    const shares = sharesOf({ contacts, exposure, effective }, towards);
    learned.set(type, shrink(shares, towards, effective));
  }
  return learned;
}

function sharesOf(sums: Sums, otherwise: Float64Array | null): Float64Array {
  return sums.contacts.map((value, wall) =>
    sums.exposure[wall]! > 0 ? value / sums.exposure[wall]! : (otherwise?.[wall] ?? 0),
  );
}

/** Mean profile of the other weekdays, those that look alike counting most. */
function similarMean(
  own: readonly Float64Array[],
  sums: readonly Sums[],
  weekday: number,
  common: Float64Array,
): Float64Array {
  const mean = new Float64Array(common.length);
  let total = 0;
  for (const [other, shares] of own.entries()) {
    const effective = sums[other]!.effective;
    if (other === weekday || effective === 0) continue;
    const mine = sums[weekday]!.effective;
    const alike = mine === 0 ? 1 : likeness(own[weekday]!, shares, 1 / (1 / mine + 1 / effective));
    const weight = alike * effective;
    total += weight;
    for (let wall = 0; wall < mean.length; wall++) mean[wall]! += weight * shares[wall]!;
  }
  return total > 0 ? mean.map((value) => value / total) : common;
}

/** Chi-square distance of two profiles per contact, and the number of slots it runs over. */
function distance(a: Float64Array, b: Float64Array): { sum: number; slots: number } {
  let sum = 0;
  let slots = 0;
  for (let wall = 0; wall < a.length; wall++) {
    const middle = (a[wall]! + b[wall]!) / 2;
    if (middle <= 0) continue;
    sum += (a[wall]! - b[wall]!) ** 2 / middle;
    slots++;
  }
  return { sum, slots };
}

/** 1 where two profiles differ no more than chance lets them, towards 0 as they differ more. */
function likeness(a: Float64Array, b: Float64Array, contacts: number): number {
  const { sum, slots } = distance(a, b);
  const chance = Math.max(1, slots - 1);
  return chance / Math.max(chance, sum * contacts);
}

/**
 * Positive-part James-Stein: keeps of a profile's difference from its prior the part that chance
 * does not explain.
 *
 * @see Efron & Morris (1973), "Stein's estimation rule and its competitors", JASA 68.
 */
function shrink(shares: Float64Array, prior: Float64Array, contacts: number): Float64Array {
  const keep = 1 - likeness(shares, prior, contacts);
  return shares.map((share, wall) => prior[wall]! + keep * (share - prior[wall]!));
}

/** Scales a profile to sum to 1 over the slots of an ordinary week (of any weekday if `null`). */
function normalise(shares: Float64Array, weekly: Uint8Array, weekday: number | null): Float64Array {
  const perDay = shares.length;
  const isOpen = (row: number, wall: number) => weekly[row * perDay + wall] === 1;
  let sum = 0;
  for (let wall = 0; wall < perDay; wall++) {
    const counts =
      weekday === null
        ? Array.from({ length: 7 }, (_, row) => row).some((row) => isOpen(row, wall))
        : isOpen(weekday, wall);
    if (counts) sum += shares[wall]!;
  }
  if (sum === 0) sum = shares.reduce((total, share) => total + share, 0);
  return sum > 0 ? shares.map((share) => share / sum) : shares.map(() => 1 / perDay);
}
