import { beforeEach, describe, expect, it } from 'vitest';
import { epochSeconds, formatInstant, startOfDay } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { approveTimesheets, learnShrinkage, showTimesheets } from '../../src/use-cases/index.ts';
import { makeSample } from '../support/sample-roster.ts';
import { refusal } from './refusal.ts';
import { BY } from './sample-documents.ts';

const ZONE = 'Europe/Ljubljana';
const DATE = '2026-03-23';

/** What every store keeps of people's hours. */
export function timesheetContract(current: () => Store): void {
  describe('hours', () => {
    const statement = (agent: string, date: string) => ({
      agent,
      date,
      paid: [{ from: `${date}T08:00:00+01:00`, to: `${date}T16:00:00+01:00` }],
      isAsSeen: true,
      plannedSeconds: 28_800,
      workedSeconds: 28_800,
      unknownSeconds: 0,
      reason: 'week 13 č',
    });

    it('are kept with who, when and why, and a later approval takes the place of an earlier', async () => {
      const store = current();
      const [one, two] = await store.saveTimesheets(
        'default',
        [
          { ...statement('a01', DATE), id: 'ts_1' },
          { ...statement('a02', DATE), id: 'ts_2' },
        ],
        BY,
      );
      expect(one).toEqual({
        ...statement('a01', DATE),
        id: 'ts_1',
        madeAt: BY.at,
        madeBy: BY.actor.id,
      });
      const dates = { from: DATE, to: DATE };
      expect(await store.listTimesheets('default', dates)).toEqual([one, two]);
      const by = { ...BY, at: '2026-04-02T00:00:00.000Z' };
      const later = { ...statement('a01', DATE), paid: [], isAsSeen: false, reason: 'was ill' };
      const [again] = await store.saveTimesheets('default', [{ ...later, id: 'ts_3' }], by);
      expect(await store.listTimesheets('default', dates)).toEqual([again, two]);
      expect(await store.listTimesheets('other', dates)).toEqual([]);
      expect(
        await store.listTimesheets('default', { from: '2026-03-24', to: '2026-04-01' }),
      ).toEqual([]);
      const trail = await store.listAudit('default', { before: null, limit: 10 });
      expect(
        trail.map(({ action, subject, before }) => [action, subject, before === null]),
      ).toEqual([
        ['timesheet.approved', 'ts_3', false],
        ['timesheet.approved', 'ts_2', true],
        ['timesheet.approved', 'ts_1', true],
      ]);
      expect((await store.verifyAudit()).broken).toBeNull();
    });

    it('are saved all or none', async () => {
      const twice = ['a01', 'a02'].map((agent) => ({ ...statement(agent, DATE), id: 'ts_1' }));
      await expect(current().saveTimesheets('default', twice, BY)).rejects.toThrow();
      expect(await current().listTimesheets('default', { from: DATE, to: DATE })).toEqual([]);
    });

    describe('against what was published', () => {
      const { roster } = makeSample({ zone: ZONE, from: DATE, days: 7, agents: 3 });
      const shift = roster.shifts.find(({ date, end }) => date === DATE && end.startsWith(DATE))!;
      const [start, end] = [epochSeconds(shift.start), epochSeconds(shift.end)];
      const now = end + 7 * 86_400;
      const { agent } = shift;
      const request = { site: 'default', zone: ZONE, now, activities: {} };
      const world = () => {
        let ids = 0;
        return {
          store: current(),
          actor: BY.actor,
          identity: { now: () => BY.at, newId: (prefix: string) => `${prefix}_${++ids}` },
        };
      };
      const seen = (from: number, to: number, state: 'ready' | 'unknown' = 'ready') => ({
        agent,
        state,
        reason: null,
        start: from,
        end: to,
      });
      const show = () =>
        showTimesheets(world(), { ...request, from: DATE, to: DATE, agents: [agent] });
      beforeEach(async () => {
        const at = '2026-03-01T00:00:00.000Z';
        const result = { kind: 'roster', site: 'default', name: 'sample', createdAt: at } as const;
        await current().saveResult({ ...result, id: 'ro_1', document: roster });
        const by = { ...BY, at };
        await current().publishRoster('default', { id: 'pb_1', roster: 'ro_1', note: '' }, by);
      });

      it('are approved as seen, and it is told when they change', async () => {
        const guest = { ...seen(startOfDay(ZONE, DATE), end + 3600), agent: 'guest' };
        await current().saveAgentStates('default', [guest, seen(start + 600, end)]);
        const before = (await show()).days[0]!;
        expect(before.approval).toBeNull();
        // Ten minutes late; at the phones in its unpaid break too.
        expect(before.workedSeconds).toBe(end - start - 600);
        const as = { agent, date: DATE, paid: null, reason: 'week 13' };
        const [approval] = await approveTimesheets(world(), request, [as]);
        expect(approval!.paid).toEqual(before.worked);
        expect((await show()).days[0]).toMatchObject({ approval, hasChanged: false });
        await current().saveScheduleException(
          'default',
          {
            id: 'se_1',
            agent,
            from: shift.start,
            to: formatInstant(start + 3600, ZONE),
            activity: 'off',
            reason: 'came later by agreement',
          },
          BY,
        );
        expect((await show()).days[0]).toMatchObject({ approval, hasChanged: true });
      });

      it('are refused where they are not known, not over, of nobody, or on another day', async () => {
        await current().saveAgentStates('default', [
          seen(start, start + 3600),
          seen(start + 3600, end, 'unknown'),
        ]);
        const approve = (more: object) =>
          approveTimesheets(world(), request, [
            { agent, date: DATE, paid: null, reason: 'r', ...more },
          ]);
        const paid = (from: string, to: string) => ({ paid: [{ from, to }] });
        for (const [more, code, message] of [
          [{}, 'CONFLICT', /it is not known what was done/],
          [{ agent: 'nobody' }, 'NOT_FOUND', /got "nobody"/],
          [{ date: '2026-04-20' }, 'CONFLICT', /expected a day that is over/],
          [paid(shift.start, '2026-03-24T00:00:01+01:00'), 'INVALID_INPUT', /on 2026-03-23/],
          [paid(shift.end, shift.start), 'INVALID_INPUT', /in order/],
        ] as const) {
          await expect(approve(more)).rejects.toThrowError(refusal(code, message));
        }
        await expect(approveTimesheets(world(), request, [])).rejects.toThrowError(
          refusal('INVALID_INPUT', /got 0/),
        );
        const corrected = { agent, date: DATE, reason: 'phone was down' };
        const whole = [{ from: shift.start, to: shift.end }];
        const [saved] = await approveTimesheets(world(), request, [{ ...corrected, paid: whole }]);
        expect(saved).toMatchObject({ paid: whole, isAsSeen: false, reason: 'phone was down' });
      });

      it('teach how much of scheduled work is not worked', async () => {
        const others = roster.shifts.filter(({ date }) => date === DATE).map((one) => one.agent);
        const guest = { ...seen(startOfDay(ZONE, DATE), end + 86_400), agent: 'guest' };
        await current().saveAgentStates('default', [guest, seen(start + 600, end)]);
        const learned = await learnShrinkage(world(), { ...request, from: DATE, to: DATE });
        const workOf = (id: string) =>
          roster.shifts
            .filter((one) => one.date === DATE && one.agent === id)
            .flatMap(({ activities }) => activities)
            .filter(({ kind, start: from }) => kind === 'work' && from.startsWith(DATE))
            .reduce(
              (sum, one) =>
                sum +
                Math.min(epochSeconds(one.end), startOfDay(ZONE, '2026-03-24')) -
                epochSeconds(one.start),
              0,
            );
        const all = others.reduce((sum, id) => sum + workOf(id), 0);
        expect(learned.knownSeconds).toBe(all);
        const absent = (all - workOf(agent)) / all;
        expect(learned.types.find(({ type }) => type === 'away')).toMatchObject({
          mean: 600 / all,
          halfWidth: null,
        });
        expect(learned.types.find(({ type }) => type === 'absent')?.mean ?? 0).toBeCloseTo(
          absent,
          12,
        );
        expect(learned.total!.mean).toBeCloseTo(absent + 600 / all, 12);
      });
    });
  });
}
