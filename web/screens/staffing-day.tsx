/** One day of a requirement against a roster, interval by interval. */
import { useMemo } from 'preact/hooks';
import { type QueueRequirement } from '../../src/domain/requirement.ts';
import { Chart, type Series } from '../charts/chart.tsx';
import { hourTicks } from '../charts/day-axis.ts';
import { formatDate, formatNumber, formatShare, slotClock } from '../i18n/format.ts';
import { messages, type Messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Picker } from '../parts/pickers.tsx';
import { setParams } from '../state/route.ts';
import { type StaffingDay } from './staffing-days.ts';
import { formulaText } from './staffing-figures.tsx';

type Staff = readonly (number | null)[] | null;

interface DayProps {
  readonly requirement: QueueRequirement;
  readonly staff: Staff;
  readonly day: StaffingDay;
}

export function StaffingDayView({
  days,
  view,
  ...props
}: DayProps & { readonly days: readonly StaffingDay[]; readonly view: 'chart' | 'table' }) {
  const { locale, frame } = messages.value;
  const options = days.map(({ date }) => ({ value: date, text: formatDate(date, locale) }));
  return (
    <section>
      <div class="tools inner">
        <Picker
          label={frame.day}
          value={props.day.date}
          options={options}
          onPick={(date) => {
            setParams({ day: date });
          }}
        />
      </div>
      {view === 'table' ? <DayTable {...props} /> : <DayCharts {...props} />}
    </section>
  );
}

/** Scheduled less required; `null` where the roster says nothing. */
function balanceOf({ requirement, staff }: DayProps, slot: number): number | null {
  const have = staff?.[slot] ?? null;
  return have === null ? null : have - (requirement.scheduledAgents[slot] ?? 0);
}

function balanceText(balance: number | null, { locale, staffing }: Messages): string {
  if (balance === null) return staffing.notKnown;
  if (balance === 0) return staffing.even;
  const agents = formatNumber(Math.abs(balance), locale);
  return balance < 0 ? staffing.underBy(agents) : staffing.overBy(agents);
}

function DayCharts(props: DayProps) {
  const { requirement, staff, day } = props;
  const words = messages.value;
  const { staffing, locale } = words;
  const { grid } = requirement;
  const plot = useMemo(() => {
    const slots = Array.from({ length: day.slots }, (_, at) => day.firstSlot + at);
    const required: Series = {
      shape: 'line',
      label: staffing.required,
      values: slots.map((slot) => requirement.scheduledAgents[slot] ?? 0),
      colour: 'fg',
      dashed: false,
    };
    const onQueue: Series = {
      shape: 'line',
      label: staffing.onQueue,
      values: slots.map((slot) => requirement.agents[slot] ?? 0),
      colour: 'muted',
      dashed: true,
    };
    const rostered: Series = {
      shape: 'area',
      label: staffing.scheduled,
      values: slots.map((slot) => staff?.[slot] ?? null),
      colour: 'scheduled',
    };
    const balance: Series = {
      shape: 'balance',
      labelAbove: staffing.over,
      labelBelow: staffing.under,
      values: slots.map((slot) => balanceOf({ requirement, staff, day }, slot)),
      above: 'over',
      below: 'under',
    };
    return {
      ticks: hourTicks(grid, day.firstSlot, day.slots),
      series: staff === null ? [required, onQueue] : [rostered, required, onQueue],
      balance: [balance],
    };
  }, [requirement, staff, day, grid, staffing]);
  const slotOf = (at: number): number => day.firstSlot + at;
  const shared = {
    length: day.slots,
    steps: true,
    ticks: plot.ticks,
    nameOf: (at: number) => slotClock(grid, slotOf(at)),
    selected: null,
    onSelect: null,
  } as const;
  const date = formatDate(day.date, locale);
  const number = (value: number | undefined): string => formatNumber(value ?? 0, locale);
  return (
    <>
      <div class="titled">
        <h2>{staffing.intervals(date)}</h2>
        <Chart
          {...shared}
          label={staffing.intervals(date)}
          series={plot.series}
          height="tall"
          describe={(at) => {
            const slot = slotOf(at);
            const have = staff?.[slot] ?? null;
            return [
              `${staffing.required} ${formulaText(requirement, slot, words)}`,
              `${staffing.onQueue} ${number(requirement.agents[slot])}`,
              ...(have === null ? [] : [`${staffing.scheduled} ${number(have)}`]),
              ...(have === null ? [] : [balanceText(balanceOf(props, slot), words)]),
            ];
          }}
        />
      </div>
      {staff === null ? null : (
        <div class="titled">
          <h2>{staffing.net(date)}</h2>
          <Chart
            {...shared}
            label={staffing.net(date)}
            series={plot.balance}
            height="low"
            describe={(at) => [balanceText(balanceOf(props, slotOf(at)), words)]}
          />
        </div>
      )}
    </>
  );
}

function DayTable(props: DayProps) {
  const { requirement, staff, day } = props;
  const words = messages.value;
  const { staffing, locale, forecast } = words;
  const figure = (
    head: string,
    values: readonly (number | null)[],
    digits: number,
  ): Column<number> => ({
    head,
    figures: true,
    cell: (slot) => {
      const value = values[slot] ?? null;
      return value === null ? staffing.notKnown : formatNumber(value, locale, digits);
    },
  });
  const share = (head: string, values: readonly (number | null)[]): Column<number> => ({
    head,
    figures: true,
    cell: (slot) => {
      const value = values[slot] ?? null;
      return value === null ? staffing.notKnown : formatShare(value, locale);
    },
  });
  const columns: Column<number>[] = [
    {
      head: forecast.interval,
      figures: false,
      cell: (slot) => slotClock(requirement.grid, slot),
    },
    figure(forecast.volume, requirement.volume, 1),
    figure(forecast.handleTimeShort, requirement.handleTimeSeconds, 0),
    figure(staffing.load, requirement.load, 2),
    {
      head: staffing.required,
      figures: true,
      cell: (slot) =>
        requirement.open[slot] === true ? formulaText(requirement, slot, words) : staffing.closed,
    },
    ...(staff === null
      ? []
      : [
          figure(staffing.scheduled, staff, 0),
          {
            head: staffing.netShort,
            figures: true,
            cell: (slot: number) => balanceText(balanceOf(props, slot), words),
          },
        ]),
    share(staffing.serviceLevelShort, requirement.serviceLevel),
    figure(staffing.speed, requirement.averageSpeedOfAnswerSeconds, 1),
    share(staffing.occupancy, requirement.occupancy),
    share(staffing.abandonment, requirement.abandonment),
  ];
  return (
    <DataTable
      caption={staffing.intervals(formatDate(day.date, locale))}
      columns={columns}
      rows={Array.from({ length: day.slots }, (_, at) => day.firstSlot + at)}
      keyOf={String}
      tall
    />
  );
}
