import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, formatInstant, startOfDay } from '../../src/domain/index.ts';
import { seededRandom } from '../../src/simulation/index.ts';

export const ZONE = 'Europe/Ljubljana';
export const FIRST_DATE = '2026-01-05';
export const HISTORY_DAYS = 70;
/** The forecast's first day, and a week that holds the spring clock change. */
export const FORECAST_FROM = '2026-03-23';

/** A small centre of one queue in a folder of its own: ten weeks of half-hours, eight people. */
export function makeSmallCentre(): {
  readonly folder: string;
  readonly history: string;
  readonly plan: string;
  readonly scenarios: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'agner-'));
  const files = {
    folder,
    history: join(folder, 'history.csv'),
    plan: join(folder, 'plan.yaml'),
    scenarios: join(folder, 'scenarios.yaml'),
  };
  writeFileSync(files.history, historyText());
  writeFileSync(files.plan, PLAN);
  writeFileSync(files.scenarios, SCENARIOS);
  return files;
}

function historyText(): string {
  const random = seededRandom(7);
  const lines = ['interval_start,interval_minutes,queue,offered,answered,talk_seconds,acw_seconds'];
  for (let day = 0; day < HISTORY_DAYS + 7; day++) {
    const date = addDays(FIRST_DATE, day);
    const weekend = day % 7 >= 5;
    for (let slot = 16; slot < 40; slot++) {
      const mean = (weekend ? 4 : 12) * (1 + 0.5 * Math.sin(((slot - 16) / 24) * Math.PI));
      const offered = Math.max(0, Math.round(mean + (random() - 0.5) * 2 * Math.sqrt(mean)));
      const start = formatInstant(startOfDay(ZONE, date) + slot * 1800, ZONE);
      lines.push(`${start},30,sales,${offered},${offered},${offered * 200},${offered * 40}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

const PLAN = `agner: 1
name: small
site: { name: small, zone: ${ZONE}, weekStart: monday }
openingHours: { mon-sun: ["08:00-20:00"] }
queues:
  - name: sales
    goal: { serviceLevel: 0.8, threshold: 20s, minimumAgents: 1 }
    patience: 120s
shrinkage:
  unrostered: { sickness: 0.05 }
shiftPatterns:
  - name: day
    starts: { from: "08:00", to: "12:00", every: 1h }
    lengths: [8h]
    breaks:
      - { name: meal, length: 30m, paid: false, from: 3h, to: 5h }
contracts:
  - name: full-time
    shiftPatterns: [day]
    paidPerDay: { min: 4h, max: 9h }
    paidPerWeek: { min: 0h, max: 40h }
    daysPerWeek: { min: 0, max: 5 }
    maxConsecutiveDays: 6
    minRest: 11h
    payPerHour: 15
agents:
${Array.from(
  { length: 8 },
  // The last one's name is what a hostile spreadsheet formula looks like.
  (_, n) =>
    `  - { id: p${n + 1}, name: "${n === 7 ? '=cmd|calc' : `Person ${n + 1}`}", contract: full-time, skills: [sales] }`,
).join('\n')}
costs: { currency: EUR, underPerAgentHour: 60, overPerAgentHour: 5, unmetWish: 10 }
`;

const SCENARIOS = `scenarios:
  - { name: calls +20 %, volume: +20 % }
`;
