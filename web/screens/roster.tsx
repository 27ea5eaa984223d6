import { effect, useSignal } from '@preact/signals';
import { type ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { type StoredHeader } from '../../src/domain/document.ts';
import { slotStart } from '../../src/domain/interval-grid.ts';
import { formatInstant } from '../../src/domain/calendar.ts';
import { meanService, type Roster } from '../../src/domain/roster.ts';
import { loadRoster } from '../api/client.ts';
import {
  clockOf,
  formatDate,
  formatHours,
  formatMoney,
  formatNumber,
  formatShare,
} from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { Picker, pickOf, resultOptions, Toggle } from '../parts/pickers.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { type Board, makeBoard, nextViolation, PIECE_KINDS } from '../roster/board.ts';
import { cellFacts } from '../roster/cell-text.ts';
import { coverOf, type Gap, gapsOf, nextGap } from '../roster/coverage.ts';
import { RosterGrid } from '../roster/grid.tsx';
import { type CellPlace } from '../roster/keyboard.ts';
import { type Zoom } from '../roster/viewport.ts';
import { rosters } from '../state/lists.ts';
import { useLoaded } from '../state/resource.ts';
import { RosterLedger } from './roster-ledger.tsx';
import { route, setParams } from '../state/route.ts';

const ADDRESS_DELAY_MILLISECONDS = 400;

export function RosterScreen() {
  return (
    <div class="screen full">
      <Await state={rosters.state.value} onRetry={() => void rosters.refresh()}>
        {(headers) =>
          headers.length === 0 ? (
            <Empty title={messages.value.roster.empty} next={messages.value.roster.emptyNext} />
          ) : (
            <PickedRoster headers={headers} />
          )
        }
      </Await>
    </div>
  );
}

function PickedRoster({ headers }: { readonly headers: readonly StoredHeader[] }) {
  const words = messages.value;
  const wanted = route.value.params['roster'];
  const options = resultOptions(headers, wanted);
  const id = pickOf(options, wanted) ?? '';
  const [state, retry] = useLoaded(id, (signal) => loadRoster(id, signal));
  const picker = (
    <Picker
      label={words.roster.roster}
      value={id}
      options={options}
      onPick={(value) => {
        setParams({ roster: value, agent: null, date: null });
      }}
    />
  );
  if (state.kind !== 'ready') {
    return (
      <>
        <div class="tools">{picker}</div>
        <Await state={state} onRetry={retry}>
          {() => null}
        </Await>
      </>
    );
  }
  return <RosterView key={id} roster={state.value.document} picker={picker} />;
}

function RosterView({
  roster,
  picker,
}: {
  readonly roster: Roster;
  readonly picker: ComponentChildren;
}) {
  const words = messages.value;
  const { params } = route.value;
  const board = useMemo(() => makeBoard(roster), [roster]);
  const queues = [
    { value: '', text: words.roster.allQueues },
    ...roster.coverage.map(({ queue }) => ({ value: queue, text: queue })),
  ];
  const queue = pickOf(queues, params['queue']) ?? '';
  const cover = useMemo(
    () => coverOf(roster.coverage, queue === '' ? null : queue, board.slots),
    [roster, queue, board],
  );
  const gaps = useMemo(() => gapsOf(cover.under), [cover]);
  const view = params['view'] === 'ledger' ? 'ledger' : 'shifts';
  const zoom: Zoom = params['zoom'] === 'fit' ? 'fit' : 'days';
  const cursor = useSignal<CellPlace>(placeOf(board, params['agent'], params['date']));
  const marked = useSignal<Gap | null>(null);
  const said = useSignal('');

  // The focused cell goes into the address when the keys have come to rest: a link leads back to it.
  useEffect(() => {
    let timer = 0;
    let isFirst = true;
    const stop = effect(() => {
      const { row, day } = cursor.value;
      clearTimeout(timer);
      if (isFirst) {
        isFirst = false;
        return;
      }
      timer = window.setTimeout(() => {
        setParams({
          agent: board.rows[row]?.agent.id ?? null,
          date: board.days[day]?.date ?? null,
        });
      }, ADDRESS_DELAY_MILLISECONDS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [board]);

  const goToGap = (): void => {
    const gap = nextGap(gaps, marked.peek()?.from ?? -1);
    marked.value = gap;
    said.value = gap === null ? words.roster.noGap : gapText(board, gap);
  };
  const goToBreak = (): void => {
    const place = nextViolation(board, cursor.peek());
    if (place !== null) cursor.value = place;
  };
  return (
    <>
      <div class="tools">
        {picker}
        <Picker
          label={words.frame.queue}
          value={queue}
          options={queues}
          onPick={(value) => {
            marked.value = null;
            said.value = '';
            setParams({ queue: value });
          }}
        />
        <Toggle
          label={words.roster.zoom}
          value={zoom}
          options={[
            { value: 'days', text: words.roster.days },
            { value: 'fit', text: periodText(board.days.length) },
          ]}
          onPick={(value) => {
            setParams({ zoom: value === 'fit' ? value : null });
          }}
        />
        <Toggle
          label={words.roster.view}
          value={view}
          options={[
            { value: 'shifts', text: words.roster.views.shifts },
            { value: 'ledger', text: words.roster.views.ledger },
          ]}
          onPick={(value) => {
            setParams({ view: value === 'ledger' ? value : null });
          }}
        />
        <button type="button" onClick={goToGap} disabled={gaps.length === 0}>
          {words.roster.nextGap}
        </button>
        <button type="button" onClick={goToBreak} disabled={roster.violations.length === 0}>
          {words.roster.nextBreak(roster.violations.length)}
        </button>
        <Legend />
      </div>
      <ScoreLine roster={roster} queue={queue} said={said.value} />
      {view === 'ledger' ? (
        <RosterLedger roster={roster} />
      ) : (
        <>
          <RosterGrid board={board} cover={cover} zoom={zoom} cursor={cursor} marked={marked} />
          <CellDetails board={board} place={cursor.value} />
        </>
      )}
    </>
  );
}

/** The cell that the address names, else the first. */
function placeOf(board: Board, agent: string | undefined, date: string | undefined): CellPlace {
  return {
    row: Math.max(
      0,
      board.rows.findIndex((row) => row.agent.id === agent),
    ),
    day: Math.max(
      0,
      board.days.findIndex((day) => day.date === date),
    ),
  };
}

function periodText(days: number): string {
  const { roster } = messages.value;
  return days % 7 === 0 ? roster.fit(days / 7) : roster.fitDays(days);
}

function gapText(board: Board, gap: Gap): string {
  const { locale, roster } = messages.value;
  const { grid } = board.roster;
  const iso = formatInstant(slotStart(grid, gap.from), grid.zone);
  const when = `${formatDate(iso.slice(0, 10), locale)} ${clockOf(iso)}`;
  return roster.worst(when, formatNumber(gap.worst, locale));
}

function ScoreLine({
  roster,
  queue,
  said,
}: {
  readonly roster: Roster;
  /** "" for all. */
  readonly queue: string;
  readonly said: string;
}) {
  const { locale, frame, roster: words } = messages.value;
  const { score, proof, wishes } = roster;
  const unmet = wishes.filter((outcome) => !outcome.granted).length;
  const hours = (seconds: number): string => frame.hours(formatHours(seconds, locale));
  const service = (roster.service ?? []).filter((day) => queue === '' || day.queue === queue);
  const expected = meanService(service);
  const facts = [
    ...(expected === null
      ? []
      : [[words.score.service, formatShare(expected, locale, 1)] as const]),
    [words.score.pay, formatMoney(score.pay, score.currency, locale)],
    [words.score.under, hours(score.underAgentSeconds)],
    [words.score.over, hours(score.overAgentSeconds)],
    [
      words.score.wishes,
      words.score.wishesOf(formatNumber(unmet, locale), formatNumber(wishes.length, locale)),
    ],
    [
      words.score.gap,
      `${proof.gap === null ? words.score.noBound : formatShare(proof.gap, locale, 2)} (${words.score.stopped[proof.stoppedBy]})`,
    ],
  ] as const;
  return (
    <div class="score">
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <output aria-live="polite">{said}</output>
    </div>
  );
}

function Legend() {
  const { roster: words } = messages.value;
  return (
    <span class="legend">
      {PIECE_KINDS.map((kind) => (
        <span key={kind}>
          <i class={`swatch c-${kind}`} />
          {words.pieces[kind]}
        </span>
      ))}
      <span>
        <i class="swatch broken" />
        {words.ruleBroken}
      </span>
      <span>
        <i class="swatch wish" />
        {words.wishUnmet}
      </span>
    </span>
  );
}

/** The focused cell in words. */
function CellDetails({ board, place }: { readonly board: Board; readonly place: CellPlace }) {
  const words = messages.value;
  const row = board.rows[place.row];
  const day = board.days[place.day];
  const cell = row?.cells[place.day];
  if (row === undefined || day === undefined || cell === undefined) return null;
  return (
    <p class="details">
      <b>
        {row.agent.name}, {formatDate(day.date, words.locale)}
      </b>{' '}
      {cellFacts(cell, words).join(' · ')}
    </p>
  );
}
