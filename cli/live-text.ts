import { AGENT_STATES, type LiveCentre, type LiveSource } from '../src/domain/index.ts';
import { clean, share, table } from './render.ts';

/** What is seen of the live day in a terminal. */
export function liveText({ source, queues, agents }: LiveCentre, withAgents: boolean): string {
  const parts = [
    sourceText(source),
    table(
      [
        ...['queue', 'waiting', 'longest', 'ready', 'on call', 'paused', 'offered', 'answered'],
        ...['abandoned', 'service level', 'day'],
      ],
      queues.map(({ queue, waiting, longestWaitSeconds, agents: people, today }) => [
        queue,
        waiting,
        longestWaitSeconds === null ? '-' : `${Math.round(longestWaitSeconds)} s`,
        people.ready,
        people['on-call'],
        people.paused,
        today.offered,
        today.answered,
        today.abandoned,
        share(today.serviceLevel),
        today.isPartial ? `partial, from ${today.from.slice(11, 16)}` : 'whole',
      ]),
    ),
  ];
  if (withAgents) {
    const rank = (state: (typeof AGENT_STATES)[number]): number => AGENT_STATES.indexOf(state);
    parts.push(
      table(
        ['agent', 'state', 'since', 'queues'],
        [...agents]
          .sort((a, b) => rank(a.state) - rank(b.state))
          .map(({ agent, state, reason, since, queues: of }) => [
            agent,
            reason === null || reason === '' ? state : `${state} (${reason})`,
            since === null ? '-' : since.slice(11, 19),
            of.join(', '),
          ]),
      ),
    );
  }
  return parts.join('\n\n');
}

/** The first line says whether what follows is to be believed. */
function sourceText({ name, link, asOf, stale, problem, clockSkewSeconds }: LiveSource): string {
  const heard = asOf === null ? 'never heard' : `heard ${asOf}`;
  const old = stale ? 'OLD FIGURES: ' : '';
  const why = problem === null ? '' : ` (${clean(problem)})`;
  const clock =
    clockSkewSeconds !== null && Math.abs(clockSkewSeconds) > 5
      ? `; its clock is ${Math.round(clockSkewSeconds)} s off ours`
      : '';
  return `${old}${name} is ${link}${why}, ${heard}${clock}; service level is answered in time of offered`;
}
