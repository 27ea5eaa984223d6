/** The day under way against its forecast, interval by interval: contacts, staff, service level. */
import { useMemo } from 'preact/hooks';
import { type QueueOutlook } from '../../src/domain/day-outlook.ts';
import { Chart, type Series } from '../charts/chart.tsx';
import { type Tick } from '../charts/day-axis.ts';
import { formatNumber, formatShare, slotClock } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';

export function LiveDay({ day }: { readonly day: QueueOutlook }) {
  const { locale, live: words } = messages.value;
  const { grid } = day;
  const plot = useMemo(() => {
    const slots = openSlots(day);
    const of = (values: readonly (number | null)[]): readonly (number | null)[] =>
      slots.map((slot) => values[slot] ?? null);
    const line = (
      label: string,
      values: readonly (number | null)[],
      colour: 'fg' | 'muted' | 'accent',
      dashed: boolean,
    ): Series => ({ shape: 'line', label, values: of(values), colour, dashed });
    // A step lasts until the next point: the last interval that is over needs one more.
    const extended = (values: readonly (number | null)[]): readonly (number | null)[] =>
      values.map((value, slot) =>
        slot === day.running ? (values[slot - 1] ?? null) : slot < day.running ? value : null,
      );
    const past = extended(day.serviceLevel);
    const coming = day.serviceLevel.map((value, slot) => (slot >= day.running ? value : null));
    const goal = day.goal.serviceLevel;
    return {
      slots,
      ticks: ticksOf(slots.map((slot) => slotClock(grid, slot))),
      contacts: [
        {
          shape: 'area',
          label: words.offered,
          values: of(extended(day.offered)),
          colour: 'scheduled',
        },
        line(words.forecast, day.forecast, 'muted', true),
        line(words.reforecast, day.reforecast, 'accent', false),
      ] as const,
      staff: [
        { shape: 'area', label: words.scheduled, values: of(day.scheduled), colour: 'scheduled' },
        line(words.required, day.required, 'muted', true),
        line(words.requiredAnew, day.requiredAnew, 'fg', false),
        line(words.expectedAgents, day.agents, 'accent', false),
      ] as const,
      level: [
        line(words.levelWas, past, 'fg', false),
        line(words.levelExpected, coming, 'accent', true),
        ...(goal === null
          ? []
          : [
              line(
                words.levelGoal,
                day.serviceLevel.map(() => goal),
                'muted',
                true,
              ),
            ]),
      ],
    };
  }, [day, grid, words]);
  const clock = (at: number): string => slotClock(grid, plot.slots[at] ?? 0);
  const number = (value: number | null | undefined, digits = 0): string =>
    value == null ? words.notKnown : formatNumber(value, locale, digits);
  const share = (value: number | null | undefined): string =>
    value == null ? words.notKnown : formatShare(value, locale);
  const shared = {
    length: plot.slots.length,
    steps: true,
    ticks: plot.ticks,
    nameOf: clock,
    selected: null,
    onSelect: null,
  } as const;
  const at = (values: readonly (number | null)[], index: number) => values[plot.slots[index] ?? 0];
  return (
    <section>
      <div class="titled">
        <h2>{words.contacts}</h2>
        <Chart
          {...shared}
          label={words.contacts}
          series={plot.contacts}
          height="tall"
          describe={(index) => [
            `${words.offered} ${number(at(day.offered, index))}`,
            `${words.forecast} ${number(at(day.forecast, index), 1)}`,
            `${words.reforecast} ${number(at(day.reforecast, index), 1)}`,
          ]}
        />
      </div>
      <div class="columns">
        <div class="titled">
          <h2>{words.staffing}</h2>
          <Chart
            {...shared}
            label={words.staffing}
            series={plot.staff}
            height="low"
            describe={(index) => [
              `${words.scheduled} ${number(at(day.scheduled, index))}`,
              `${words.required} ${number(at(day.required, index))}`,
              `${words.requiredAnew} ${number(at(day.requiredAnew, index))}`,
              `${words.expectedAgents} ${number(at(day.agents, index), 1)}`,
            ]}
          />
        </div>
        <div class="titled">
          <h2>{words.level}</h2>
          <Chart
            {...shared}
            label={words.level}
            series={plot.level}
            height="low"
            describe={(index) => [
              `${(plot.slots[index] ?? 0) < day.running ? words.levelWas : words.levelExpected} ${share(at(day.serviceLevel, index))}`,
            ]}
          />
        </div>
      </div>
    </section>
  );
}

/** From the first to the last interval in which something comes or is expected. */
function openSlots({ forecast, offered, grid }: QueueOutlook): readonly number[] {
  const isBusy = (slot: number): boolean => (forecast[slot] ?? 0) > 0 || (offered[slot] ?? 0) > 0;
  const all = Array.from({ length: grid.length }, (_, slot) => slot);
  const first = all.findIndex(isBusy);
  const last = all.findLastIndex(isBusy);
  return first < 0 ? all : all.slice(first, last + 1);
}

/** About eight marks, at full hours where there are enough of them. */
function ticksOf(clocks: readonly string[]): Tick[] {
  const hours = clocks.flatMap((clock, at) =>
    clock.slice(3, 5) === '00' ? [{ at, text: clock.slice(0, 5) }] : [],
  );
  if (hours.length > 3) {
    const every = Math.ceil(hours.length / 10);
    return hours.filter((_, index) => index % every === 0);
  }
  const every = Math.max(1, Math.ceil(clocks.length / 8));
  return clocks
    .map((clock, at) => ({ at, text: clock.slice(0, 5) }))
    .filter(({ at }) => at % every === 0);
}
