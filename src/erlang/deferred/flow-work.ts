import { type JobList } from './deferred-work.ts';

/**
 * Which work goes first: `first` does what is late before all else (strict order of due times),
 * `last` does it after what can still be in time and is due within the horizon.
 */
export type LateWork = 'first' | 'last';

/** What became of the work. Per job: agent seconds. Per position: see the fields. */
export interface WorkFlow {
  /** Done by its due position. */
  readonly inTime: Float64Array;
  readonly done: Float64Array;
  readonly secondsDone: Float64Array;
  readonly itemsDone: Float64Array;
  /** Items past due and not done at the end of the position. */
  readonly itemsLate: Float64Array;
}

/**
 * Lets work flow through a capacity like a fluid, earliest due first; nobody idles while there is
 * work. Nothing is lost: what is late stays until it is done.
 *
 * @param seconds work of each job, in agent seconds
 * @param items of each job
 * @param capacity of each position, in agent seconds
 *
 * Cost: O(jobs + positions).
 */
export function flowWork(
  { jobs, backlogJobs, positions }: JobList,
  seconds: Float64Array,
  items: Float64Array,
  capacity: Float64Array,
  lateWork: LateWork,
): WorkFlow {
  const rest = Float64Array.from(seconds);
  const inTime = new Float64Array(jobs.length);
  const done = new Float64Array(jobs.length);
  const secondsDone = new Float64Array(positions);
  const itemsDone = new Float64Array(positions);
  const itemsLate = new Float64Array(positions);
  /** Jobs whose due position is over, oldest first. */
  const late: number[] = [];
  let lateHead = 0;
  let lateItems = 0;
  // Two lines, each by due time: the backlog and what comes in.
  const lines = [
    { next: 0, admitted: 0, end: backlogJobs },
    { next: backlogJobs, admitted: backlogJobs, end: jobs.length },
  ];

  const itemsIn = (job: number, work: number): number =>
    seconds[job] === 0 ? 0 : (items[job]! * work) / seconds[job]!;
  const turnLate = (job: number): void => {
    late.push(job);
    lateItems += itemsIn(job, rest[job]!);
  };

  let position = 0;
  let room = 0;
  const serve = (job: number, isLate: boolean): void => {
    const all = rest[job]! <= room;
    const work = all ? rest[job]! : room;
    rest[job] = all ? 0 : rest[job]! - work;
    room -= work;
    done[job]! += work;
    if (isLate) lateItems -= itemsIn(job, work);
    else inTime[job]! += work;
    secondsDone[position]! += work;
    itemsDone[position]! += itemsIn(job, work);
  };
  const serveLate = (): void => {
    while (room > 0 && lateHead < late.length) {
      serve(late[lateHead]!, true);
      if (rest[late[lateHead]!] === 0) lateHead++;
    }
    if (lateHead === late.length) lateItems = 0;
  };
  const serveDue = (before: number): void => {
    while (room > 0) {
      let best = null;
      for (const line of lines) {
        if (line.next === line.admitted) continue;
        const { due } = jobs[line.next]!;
        if (due < before && (best === null || due < jobs[best.next]!.due)) best = line;
      }
      if (best === null) return;
      serve(best.next, false);
      if (rest[best.next] === 0) best.next++;
    }
  };

  for (; position < positions; position++) {
    room = capacity[position]!;
    for (const line of lines) {
      while (line.admitted < line.end && jobs[line.admitted]!.from <= position) line.admitted++;
      retire(line, position - 1);
    }
    if (lateWork === 'first') serveLate();
    serveDue(positions);
    serveLate();
    serveDue(positions + 1);
    for (const line of lines) retire(line, position);
    itemsLate[position] = Math.max(0, lateItems);
  }
  return { inTime, done, secondsDone, itemsDone, itemsLate };

  function retire(line: { next: number; readonly admitted: number }, last: number): void {
    while (line.next < line.admitted && jobs[line.next]!.due <= last) {
      if (rest[line.next]! > 0) turnLate(line.next);
      line.next++;
    }
  }
}
