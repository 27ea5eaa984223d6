// A contact centre around the clock that nobody runs, the same for the same numbers: queues, people
// and what they may work, with every rule that a contract knows.
import {
  addDays,
  gridOfDays,
  wallClockSeconds,
  slotStarts,
  weekdayOf,
  localDateOf,
} from '../dist/src/domain/index.js';
import { readPlan } from '../dist/src/documents/index.js';
import { seededRandom } from '../dist/src/simulation/index.js';
import { computeRequirement } from '../dist/src/use-cases/compute-requirement.js';

const ZONE = 'Europe/Ljubljana';
const FROM = '2026-11-02';
/** Days before the period that are required too, so that somebody works the night into it. */
const DAYS_BEFORE = 7;
const STEP_SECONDS = 900;
/** Hours of demand by hours at work. */
const LOAD = 0.86;
/** Share of calls by hour of the day, midnight first, before scaling. */
const HOURS = [
  5, 4, 3, 3, 4, 8, 20, 45, 75, 95, 100, 96, 88, 86, 90, 92, 88, 78, 64, 50, 38, 27, 16, 9,
];
const WEEKDAYS = [1.1, 1.04, 1, 1, 0.98, 0.72, 0.62];

const rest = (name, length, from, to) => ({ name, length, paid: true, from, to });
const meal = (from, to) => ({ name: 'meal', length: '30m', paid: false, from, to });
const long = [
  rest('first break', '15m', '1h30m', '3h'),
  meal('3h30m', '5h'),
  rest('second break', '15m', '6h', '7h15m'),
];
const PATTERNS = [
  {
    name: 'day',
    starts: { from: '05:00', to: '10:00', every: '30m' },
    lengths: ['8h30m'],
    breaks: long,
  },
  {
    name: 'late',
    starts: { from: '11:00', to: '15:30', every: '30m' },
    lengths: ['8h30m'],
    breaks: long,
  },
  {
    name: 'night',
    starts: { from: '21:30', to: '22:30', every: '30m' },
    lengths: ['8h30m'],
    breaks: long,
  },
  {
    name: 'middle',
    starts: { from: '07:00', to: '15:00', every: '30m' },
    lengths: ['6h30m'],
    breaks: [rest('break', '15m', '1h15m', '2h15m'), meal('2h45m', '4h30m')],
  },
  {
    name: 'short',
    starts: { from: '07:00', to: '18:00', every: '30m' },
    lengths: ['4h', '5h'],
    breaks: [rest('break', '15m', '1h30m', '2h45m')],
  },
];
const RULES = {
  minRest: '11h',
  daysPerWeek: { max: 5 },
  maxConsecutiveDays: 6,
  minConsecutiveDaysOff: 2,
  maxConsecutiveWeekends: 2,
  averagePaid: { maxPerWeek: '48h', weeks: 17, from: '2026-10-05' },
};
const NIGHTS = {
  maxConsecutiveNights: 4,
  maxNightsPerWeek: 4,
  daysOffAfterNights: 2,
  forbiddenSuccessions: [{ after: 'late', never: ['day'] }],
};

/** Contracts for a period; `hours` are the paid hours of a week that they aim at. */
const contractsOf = (days) => {
  const weekends = { maxWeekendsPerPeriod: Math.max(1, Math.round((days / 7) * 0.6)) };
  const sundays = days > 7 ? { minFreeSundaysPerPeriod: 1 } : {};
  const common = { ...RULES, ...weekends, ...sundays };
  return [
    {
      hours: 40,
      share: 0.6,
      text: {
        ...common,
        ...NIGHTS,
        name: 'full-time',
        shiftPatterns: ['day', 'late', 'night'],
        paidPerDay: { min: '8h', max: '8h' },
        paidPerWeek: { min: '32h', max: '40h' },
        minConsecutiveDays: 2,
        maxNightsPerPeriod: Math.ceil(days / 4),
        payPerHour: 14.2,
      },
    },
    {
      hours: 30,
      share: 0.15,
      text: {
        ...common,
        name: 'part-time-30',
        shiftPatterns: ['middle'],
        paidPerDay: { min: '6h', max: '6h' },
        paidPerWeek: { min: '24h', max: '30h' },
        forwardRotation: true,
        payPerHour: 13.8,
      },
    },
    {
      hours: 20,
      share: 0.15,
      text: {
        ...common,
        name: 'part-time-20',
        shiftPatterns: ['short'],
        paidPerDay: { min: '4h', max: '5h' },
        paidPerWeek: { min: '12h', max: '20h' },
        payPerHour: 13.5,
      },
    },
    {
      hours: 36,
      share: 0.1,
      text: {
        ...common,
        name: 'night',
        shiftPatterns: ['night'],
        paidPerDay: { min: '8h', max: '8h' },
        paidPerWeek: { min: '24h', max: '40h' },
        maxConsecutiveNights: 5,
        daysOffAfterNights: 2,
        completeWeekends: true,
        payPerHour: 18.5,
      },
    },
  ];
};

/**
 * @param people how many, 20 and up
 * @param days of the period, whole weeks
 * @returns the plan, a requirement, the period and the week before it
 */
export function makeCentre(people, days, seed) {
  const random = seededRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const queueCount = Math.max(2, Math.min(12, Math.round(people / 40)));
  const queues = Array.from({ length: queueCount }, (_, index) => ({
    name: `queue-${String(index + 1).padStart(2, '0')}`,
    weight: 0.5 + random(),
    handleTime: 180 + Math.round(random() * 240),
    patience: 90 + Math.round(random() * 120),
    shift: Math.round(random() * 2 - 1),
  }));
  const contracts = contractsOf(days);
  const dateOf = (day) => addDays(FROM, day);
  const agents = Array.from({ length: people }, (_, index) => {
    let draw = random();
    const contract = contracts.find(({ share }) => (draw -= share) < 0) ?? contracts[0];
    // Queues have people by their weight; every third person knows a second queue.
    let place = random() * queues.reduce((sum, { weight }) => sum + weight, 0);
    const home = queues.find(({ weight }) => (place -= weight) < 0) ?? queues[0];
    const second = queues[(queues.indexOf(home) + 1) % queues.length];
    const leaveDay = Math.floor(random() * days);
    const isAway = random() < (days > 7 ? 0.3 : 0.08);
    const wishDay = Math.floor(random() * days);
    const night = contract.text.name === 'night';
    return {
      contract,
      text: {
        id: `p${String(index + 1).padStart(4, '0')}`,
        name: `Person ${index + 1}`,
        contract: contract.text.name,
        skills: index % 3 === 0 ? [home.name, second.name] : [home.name],
        ...(isAway
          ? { leave: [{ from: dateOf(leaveDay), to: dateOf(Math.min(days - 1, leaveDay + 4)) }] }
          : {}),
        ...(!night && random() < 0.06 ? { noNights: true } : {}),
        ...(random() < 0.03 ? { employedFrom: dateOf(Math.floor(days / 2)) } : {}),
        ...(random() < 0.1 && !night
          ? {
              availability: [
                {
                  weekdays: pick([
                    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
                    ['mon', 'tue', 'wed', 'thu', 'fri', 'sun'],
                  ]),
                  from: '06:00',
                  to: '24:00',
                },
              ],
            }
          : {}),
        wishes: random() < 0.5 ? [{ dayOff: dateOf(wishDay) }] : [],
        locks: random() < 0.04 ? [{ date: dateOf(Math.floor(random() * days)), off: true }] : [],
      },
    };
  });
  const text = {
    agner: 1,
    name: `centre-${people}x${days}`,
    site: { name: 'bench', zone: ZONE, weekStart: 'monday' },
    openingHours: 'always',
    queues: queues.map(({ name, patience, handleTime }) => ({
      name,
      channel: 'voice',
      goal: {
        serviceLevel: 0.8,
        threshold: '20s',
        definition: 'offered',
        minimumAgents: 1,
        period: 'day',
        serviceLevelFloor: 0.6,
      },
      patience: `${patience}s`,
      assumedHandleTime: `${handleTime}s`,
    })),
    nightWindow: { from: '22:00', to: '06:00', atLeast: '3h' },
    shiftPatterns: PATTERNS,
    contracts: contracts.map((contract) => contract.text),
    agents: agents.map((agent) => agent.text),
  };
  const plan = readPlan(JSON.stringify(text), 'centre', { readAgentsFile: null });
  const hoursAtWork = agents.reduce((sum, { contract, text: { leave = [], employedFrom } }) => {
    const away = leave.reduce(
      (all, { from, to }) => all + (Date.parse(to) - Date.parse(from)) / 864e5 + 1,
      0,
    );
    const there = employedFrom === undefined ? days : days / 2;
    return sum + (contract.hours / 7) * Math.max(0, there - away) * 0.94;
  }, 0);
  const share = (days + DAYS_BEFORE) / days;
  const requirement = requirementFor(plan, queues, days, random, LOAD * hoursAtWork * share);
  const before = { from: dateOf(-DAYS_BEFORE), days: DAYS_BEFORE };
  return { plan, requirement, before, period: { from: FROM, days } };
}

/** A requirement of about as many agent hours as wanted: calls are scaled until it is. */
function requirementFor(plan, queues, days, random, wantedHours) {
  const first = addDays(FROM, -DAYS_BEFORE);
  const grid = gridOfDays(ZONE, first, DAYS_BEFORE + days, STEP_SECONDS);
  const starts = Array.from(slotStarts(grid));
  const noise = queues.map(() =>
    Array.from({ length: DAYS_BEFORE + days }, () => 0.92 + 0.16 * random()),
  );
  const shapes = queues.map(({ shift, weight, handleTime }, index) =>
    starts.map((start) => {
      const hour = wallClockSeconds(start, ZONE) / 3600 - shift + 24;
      const at = Math.floor(hour);
      const share = hour - at;
      const level = HOURS[at % 24] * (1 - share) + HOURS[(at + 1) % 24] * share;
      const date = localDateOf(start, ZONE);
      const day = Math.floor((Date.parse(date) - Date.parse(first)) / 864e5);
      return (weight * level * WEEKDAYS[weekdayOf(date) - 1] * noise[index][day]) / handleTime;
    }),
  );
  const load = shapes.reduce(
    (sum, shape, index) =>
      sum + shape.reduce((a, b) => a + b, 0) * (queues[index].handleTime / 3600),
    0,
  );
  let scale = (0.7 * wantedHours) / load;
  for (let round = 0; ; round++) {
    const requirement = staff(plan, queues, grid, shapes, scale);
    const hours = hoursOf(requirement);
    if (round === 4 || Math.abs(hours / wantedHours - 1) < 0.01) return requirement;
    scale *= wantedHours / hours;
  }
}

function staff(plan, queues, grid, shapes, scale) {
  const estimate = (mean) => ({ mean, median: mean, bands: [] });
  const forecast = {
    kind: 'forecast',
    provenance: { program: 'bench', inputsHash: '', seed: 0, inputs: {} },
    queues: queues.map(({ name, handleTime }, index) => ({
      queue: name,
      channel: 'voice',
      grid,
      volume: estimate(shapes[index].map((level) => level * scale)),
      handleTimeSeconds: estimate(shapes[index].map(() => handleTime)),
      handleTimeSource: 'assumed',
      days: [],
      dayTotals: estimate([]),
      models: [],
      excludedDays: [],
      notes: [],
    })),
  };
  const world = { signal: { aborted: false }, onProgress: () => undefined };
  return computeRequirement({ forecast, plan, seed: 1, inputs: {} }, world);
}

/** Agent hours of a requirement, without its first days if so. */
export function hoursOf({ queues }, daysLeftOut = 0) {
  const first = (daysLeftOut * 86_400) / STEP_SECONDS;
  return queues.reduce(
    (sum, { scheduledAgents }) =>
      sum + (scheduledAgents.slice(first).reduce((a, b) => a + b, 0) * STEP_SECONDS) / 3600,
    0,
  );
}
