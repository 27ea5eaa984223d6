import {
  type Activity,
  type Contract,
  epochSeconds,
  formatInstant,
  type Plan,
  type Shift,
} from '../../domain/index.ts';

/** An activity with its instants read, epoch seconds. */
export interface Block extends Omit<Activity, 'start' | 'end'> {
  readonly start: number;
  readonly end: number;
}

/** A shift as it could be changed, and the stretch that changes. */
export interface ShiftEdit {
  readonly shift: Shift;
  readonly activity: string;
  readonly was: Pick<Block, 'start' | 'end'> | null;
  readonly becomes: Pick<Block, 'start' | 'end'> | null;
}

/** What edits are made with: nothing begins or ends anew before `since`. */
export interface EditSettings {
  readonly zone: string;
  readonly since: number;
  readonly stepSeconds: number;
}

export function blocksOf({ activities }: Shift): readonly Block[] {
  return activities.map((activity) => ({
    ...activity,
    start: epochSeconds(activity.start),
    end: epochSeconds(activity.end),
  }));
}

/** Every other place that a break of the shift could have, between the breaks around it. */
export function* movedBreaks(
  shift: Shift,
  { zone, since, stepSeconds }: EditSettings,
): Generator<ShiftEdit> {
  const blocks = blocksOf(shift);
  for (const rest of blocks) {
    if (rest.kind !== 'break' || rest.start < since) continue;
    const without = workInstead(blocks, rest);
    const breaks = blocks.filter(({ kind }) => kind === 'break');
    const at = breaks.indexOf(rest);
    const length = rest.end - rest.start;
    const first = Math.max(since, breaks[at - 1]?.end ?? blocks[0]!.start);
    const last = (breaks[at + 1]?.start ?? blocks.at(-1)!.end) - length;
    const offset = Math.ceil((first - blocks[0]!.start) / stepSeconds) * stepSeconds;
    for (let start = blocks[0]!.start + offset; start <= last; start += stepSeconds) {
      if (start === rest.start) continue;
      const moved = { ...rest, start, end: start + length };
      const placed = inWork(without, moved);
      if (placed === null) continue;
      yield {
        shift: withBlocks(shift, placed, zone),
        activity: rest.name,
        was: rest,
        becomes: moved,
      };
    }
  }
}

/** The shift with a training or meeting turned into work. */
export function* calledOff(shift: Shift, { zone, since }: EditSettings): Generator<ShiftEdit> {
  const blocks = blocksOf(shift);
  for (const session of blocks) {
    const isSession = session.kind === 'training' || session.kind === 'meeting';
    if (!isSession || session.start < since) continue;
    const shiftWithout = withBlocks(shift, workInstead(blocks, session), zone);
    yield { shift: shiftWithout, activity: session.name, was: session, becomes: null };
  }
}

/** The shift with a training of so many seconds in place of work. */
export function* trained(
  shift: Shift,
  lengthSeconds: number,
  { zone, since, stepSeconds }: EditSettings,
): Generator<ShiftEdit> {
  const blocks = blocksOf(shift);
  const begin = blocks[0]!.start;
  const first = begin + Math.ceil(Math.max(0, since - begin) / stepSeconds) * stepSeconds;
  for (let start = first; start + lengthSeconds <= blocks.at(-1)!.end; start += stepSeconds) {
    const training: Block = {
      ...{ kind: 'training', name: 'training', queue: null, paid: true },
      ...{ start, end: start + lengthSeconds },
    };
    const placed = inWork(blocks, training);
    if (placed === null) continue;
    const changed = withBlocks(shift, placed, zone);
    yield { shift: changed, activity: 'training', was: null, becomes: training };
  }
}

/**
 * The shift with another end, of every length and pattern that the contract has. The longer end in
 * more work; the shorter must not end in a break.
 */
export function* endedElsewhere(
  shift: Shift,
  direction: 'later' | 'earlier',
  contract: Contract,
  plan: Plan,
  { zone, since }: EditSettings,
): Generator<ShiftEdit> {
  const blocks = blocksOf(shift);
  const [start, end] = [blocks[0]!.start, blocks.at(-1)!.end];
  for (const pattern of plan.shiftPatterns) {
    if (!contract.shiftPatterns.includes(pattern.name)) continue;
    for (const length of pattern.lengthsSeconds) {
      const until = start + length;
      const isLater = until > end;
      if (until === end || isLater !== (direction === 'later') || until < since) continue;
      const cut = blocks
        .filter((block) => block.start < until)
        .map((block) => ({ ...block, end: Math.min(block.end, until) }));
      const last = cut.at(-1)!;
      if (last.kind !== 'work') continue;
      cut[cut.length - 1] = { ...last, end: until };
      yield {
        shift: { ...withBlocks(shift, cut, zone), pattern: pattern.name },
        activity: '',
        was: isLater ? null : { start: until, end },
        becomes: isLater ? { start: end, end: until } : null,
      };
    }
  }
}

/** Blocks with work, of the queue beside it, in place of one of them. */
function workInstead(blocks: readonly Block[], gone: Block): readonly Block[] {
  const at = blocks.indexOf(gone);
  const beside = [...blocks.slice(0, at).reverse(), ...blocks.slice(at + 1)].find(
    ({ kind }) => kind === 'work',
  );
  const work: Block = {
    ...{ kind: 'work', name: 'work', queue: beside?.queue ?? null, paid: true },
    ...{ start: gone.start, end: gone.end },
  };
  return merged(blocks.map((block) => (block === gone ? work : block)));
}

/** Blocks with one put into work; `null` unless one stretch of work holds it. */
function inWork(blocks: readonly Block[], block: Block): readonly Block[] | null {
  const holds = ({ kind, start, end }: Block): boolean =>
    kind === 'work' && start <= block.start && block.end <= end;
  if (!blocks.some(holds)) return null;
  return blocks.flatMap((work) =>
    holds(work)
      ? [{ ...work, end: block.start }, block, { ...work, start: block.end }].filter(
          ({ start, end }) => end > start,
        )
      : [work],
  );
}

/** Stretches of the same work made one. */
function merged(blocks: readonly Block[]): readonly Block[] {
  const found: Block[] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (last?.kind === 'work' && block.kind === 'work' && last.queue === block.queue) {
      found[found.length - 1] = { ...last, end: block.end };
    } else found.push(block);
  }
  return found;
}

function withBlocks(shift: Shift, blocks: readonly Block[], zone: string): Shift {
  const activities = blocks.map(({ start, end, ...block }): Activity => ({
    ...block,
    start: formatInstant(start, zone),
    end: formatInstant(end, zone),
  }));
  return { ...shift, start: activities[0]!.start, end: activities.at(-1)!.end, activities };
}
