import {
  agentSeconds,
  outlookOdds,
  type QueueRequirement,
  scheduledSeconds,
  type StaffBill,
  type UncertainOutlook,
} from '../../src/domain/requirement.ts';
import {
  clockOf,
  formatDate,
  formatHours,
  formatMoney,
  formatNumber,
  formatShare,
} from '../i18n/format.ts';
import { messages, type Messages } from '../i18n/index.ts';
import { formatInstant } from '../../src/domain/calendar.ts';
import { slotStart } from '../../src/domain/interval-grid.ts';
import { type Figure, Figures } from '../parts/figures.tsx';
import { expectedServiceLevel, peakSlot } from './staffing-days.ts';

/** "41 / (1 - 0.06) = 44" for one slot; "45" where absence is random, and nothing is divided. */
export function formulaText(
  requirement: QueueRequirement,
  slot: number,
  { locale, staffing }: Messages,
): string {
  if (isAbsenceRandom(requirement)) {
    return formatNumber(requirement.scheduledAgents[slot] ?? 0, locale);
  }
  return staffing.formula(
    formatNumber(requirement.agents[slot] ?? 0, locale),
    formatNumber(requirement.unrosteredShrinkage, locale, 4),
    formatNumber(requirement.scheduledAgents[slot] ?? 0, locale),
  );
}

function isAbsenceRandom({ outlook }: QueueRequirement): boolean {
  return outlook !== null && outlook.uncertainty.absence === 'random';
}

/** What the queue is staffed to, in one line. */
function goalText({ goal }: QueueRequirement, { locale, staffing }: Messages): string {
  const number = (value: number): string => formatNumber(value, locale, 1);
  return [
    ...(goal.serviceLevel === null
      ? []
      : [
          staffing.serviceLevel(
            formatShare(goal.serviceLevel, locale),
            number(goal.thresholdSeconds),
            staffing.definitions[goal.definition],
          ),
        ]),
    ...(goal.averageSpeedOfAnswerSeconds === null
      ? []
      : [staffing.speedOfAnswer(number(goal.averageSpeedOfAnswerSeconds))]),
    ...(goal.maxAbandonment === null
      ? []
      : [staffing.maxAbandonment(formatShare(goal.maxAbandonment, locale))]),
    ...(goal.maxOccupancy === null
      ? []
      : [staffing.maxOccupancy(formatShare(goal.maxOccupancy, locale))]),
    ...(goal.minimumAgents === 0 ? [] : [staffing.minimumAgents(number(goal.minimumAgents))]),
  ].join(', ');
}

/** How sure the goal is, and what staff costs were volume low, middling or high. */
function outlookFigures(
  outlook: UncertainOutlook,
  volume: readonly number[],
  { locale, frame, staffing }: Messages,
): readonly Figure[] {
  const { goalProbability, bandLevel, currency, required, lower, median, upper } = outlook;
  const { mean, least } = outlookOdds(goalProbability, volume);
  const share = (value: number | null): string =>
    value === null ? staffing.notKnown : formatShare(value, locale);
  const cases = (figure: (bill: StaffBill) => string): string =>
    staffing.ifVolume(
      share(bandLevel),
      ...([lower, median, upper].map(figure) as [string, string, string]),
    );
  const hours = ({ paidSeconds }: StaffBill): string =>
    frame.hours(formatHours(paidSeconds, locale));
  const positions = ({ fte }: StaffBill): string =>
    fte === null ? staffing.notKnown : formatNumber(fte, locale, 1);
  const money = ({ cost }: StaffBill): string =>
    cost === null ? staffing.notKnown : formatMoney(cost, currency, locale);
  return [
    { name: staffing.goalProbability, value: share(mean), note: staffing.leastSure(share(least)) },
    { name: staffing.paidHours, value: hours(required), note: cases(hours) },
    { name: staffing.fte, value: positions(required), note: cases(positions) },
    { name: staffing.pay, value: money(required), note: cases(money) },
  ];
}

/** Peak with its formula, hours, expected service level and goal of a whole requirement. */
export function StaffingFigures({ requirement }: { readonly requirement: QueueRequirement }) {
  const words = messages.value;
  const { locale, frame, staffing } = words;
  const { grid, agents } = requirement;
  const peak = peakSlot(requirement, 0, grid.length);
  const expected = expectedServiceLevel(requirement);
  const { sipp, everyIntervalAgents, goal, outlook } = requirement;
  const scheduled = (counts: readonly number[]): string =>
    frame.hours(formatHours(scheduledSeconds(requirement, counts), locale));
  const iso = peak === null ? null : formatInstant(slotStart(grid, peak), grid.zone);
  return (
    <Figures
      figures={[
        {
          name: staffing.peak,
          value: peak === null ? staffing.notKnown : formatNumber(agents[peak] ?? 0, locale),
          note: iso === null ? null : `${formatDate(iso.slice(0, 10), locale)} ${clockOf(iso)}`,
        },
        {
          name: staffing.peakScheduled,
          value: peak === null ? staffing.notKnown : formulaText(requirement, peak, words),
          note: isAbsenceRandom(requirement) ? staffing.absenceHow : staffing.formulaHow,
        },
        {
          name: staffing.queueHours,
          value: frame.hours(formatHours(agentSeconds(grid, agents), locale)),
          note: staffing.ofScheduled(
            formatHours(agentSeconds(grid, requirement.scheduledAgentsExact), locale),
            formatHours(agentSeconds(grid, requirement.scheduledAgents), locale),
          ),
        },
        {
          name: staffing.expected,
          value: expected === null ? staffing.notKnown : formatShare(expected, locale),
          note: staffing.goal(goalText(requirement, words)),
        },
        ...(sipp === null
          ? []
          : [
              {
                name: staffing.sipp,
                value: scheduled(sipp.agents),
                note: staffing.sippMisses(
                  formatNumber(sipp.missed, locale),
                  formatNumber(sipp.judged, locale),
                  goal.period,
                ),
              },
            ]),
        ...(everyIntervalAgents === null
          ? []
          : [
              {
                name: staffing.everyInterval,
                value: scheduled(everyIntervalAgents),
                note: staffing.everyIntervalHow(goal.period),
              },
            ]),
        ...(outlook === null ? [] : outlookFigures(outlook, requirement.volume, words)),
      ]}
    />
  );
}
