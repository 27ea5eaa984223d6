import { type QueueRequirement, scheduledSeconds } from '../../src/domain/requirement.ts';
import { clockOf, formatDate, formatHours, formatNumber, formatShare } from '../i18n/format.ts';
import { messages, type Messages } from '../i18n/index.ts';
import { formatInstant } from '../../src/domain/calendar.ts';
import { slotStart } from '../../src/domain/interval-grid.ts';
import { Figures } from '../parts/figures.tsx';
import { expectedServiceLevel, peakSlot, type StaffingDay } from './staffing-days.ts';

/** "41 / (1 - 0.06) = 44" for one slot. */
export function formulaText(
  requirement: QueueRequirement,
  slot: number,
  { locale, staffing }: Messages,
): string {
  return staffing.formula(
    formatNumber(requirement.agents[slot] ?? 0, locale),
    formatNumber(requirement.unrosteredShrinkage, locale, 4),
    formatNumber(requirement.scheduledAgents[slot] ?? 0, locale),
  );
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

/** Peak with its formula, hours, expected service level and goal of a whole requirement. */
export function StaffingFigures({
  requirement,
  days,
}: {
  readonly requirement: QueueRequirement;
  readonly days: readonly StaffingDay[];
}) {
  const words = messages.value;
  const { locale, frame, staffing } = words;
  const { grid, agents } = requirement;
  const peak = peakSlot(requirement, 0, grid.length);
  const phoneSeconds = agents.reduce((sum, value) => sum + value, 0) * grid.stepSeconds;
  const requiredSeconds = days.reduce((sum, day) => sum + day.requiredSeconds, 0);
  const expected = expectedServiceLevel(requirement);
  const { sipp, everyIntervalAgents, goal } = requirement;
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
          note: staffing.formulaHow,
        },
        {
          name: staffing.phoneHours,
          value: frame.hours(formatHours(phoneSeconds, locale)),
          note: staffing.ofScheduled(formatHours(requiredSeconds, locale)),
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
      ]}
    />
  );
}
