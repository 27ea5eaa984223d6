import { beforeEach, describe, expect, it } from 'vitest';
import { epochSeconds, type Roster, startOfDay } from '../../src/domain/index.ts';
import { type Store } from '../../src/use-cases/ports.ts';
import { attendDay } from '../../src/use-cases/index.ts';
import { makeSample } from '../support/sample-roster.ts';
import { refusal } from './refusal.ts';
import { BY } from './sample-documents.ts';

const ZONE = 'Europe/Ljubljana';
const DATE = '2026-03-23';

/** What every store keeps of people's days. */
export function attendanceContract(current: () => Store): void {
  describe('what people did', () => {
    const seen = (agent: string, start: number, end: number, state = 'ready' as const) => ({
      agent,
      state,
      reason: null,
      start,
      end,
    });

    it('is kept once, grows, and never gets shorter again', async () => {
      const store = current();
      await store.saveAgentStates('default', [
        seen('Ada č', 100.25, 160),
        seen('Ben', 100.25, 200),
      ]);
      await store.saveAgentStates('default', [seen('Ada č', 100.25, 180)]);
      await store.saveAgentStates('default', [seen('Ada č', 100.25, 170)]);
      expect(await store.loadAgentStates('default', { from: 0, to: 1000 })).toEqual([
        seen('Ada č', 100.25, 180),
        seen('Ben', 100.25, 200),
      ]);
      expect(await store.loadAgentStates('default', { from: 180, to: 1000 })).toEqual([
        seen('Ben', 100.25, 200),
      ]);
      expect(await store.loadAgentStates('default', { from: 0, to: 100.25 })).toEqual([]);
      expect(await store.loadAgentStates('other', { from: 0, to: 1000 })).toEqual([]);
    });

    it('is found on the third day of the same thing', async () => {
      await current().saveAgentStates('default', [seen('Ada', 0, 3 * 86_400 + 50)]);
      const found = await current().loadAgentStates('default', {
        from: 2.5 * 86_400,
        to: 4 * 86_400,
      });
      expect([found[0]!.start <= 2.5 * 86_400, found.at(-1)!.end]).toEqual([true, 3 * 86_400 + 50]);
    });

    describe('against what was published', () => {
      const { roster } = makeSample({ zone: ZONE, from: DATE, days: 7, agents: 3 });
      const shift = roster.shifts.find(({ date, end }) => date === DATE && end.startsWith(DATE))!;
      const [start, end] = [epochSeconds(shift.start), epochSeconds(shift.end)];
      const publish = async (id: string, document: Roster, at: string) => {
        const store = current();
        await store.saveResult({
          id: `ro_${id}`,
          kind: 'roster',
          site: 'default',
          name: 'sample',
          createdAt: at,
          document,
        });
        const by = { ...BY, at };
        return store.publishRoster('default', { id, roster: `ro_${id}`, note: '' }, by);
      };
      const attend = async () => {
        const day = await attendDay(
          { store: current() },
          {
            site: 'default',
            date: DATE,
            zone: ZONE,
            now: end + 7 * 86_400,
            graceSeconds: 120,
            activities: {},
          },
        );
        return { day, person: day.people.find(({ agent }) => agent === shift.agent)! };
      };
      beforeEach(async () => {
        await publish('pb_1', roster, '2026-03-01T00:00:00.000Z');
      });

      it('is measured for who was there, and who was not is absent', async () => {
        await current().saveAgentStates('default', [
          seen('guest', startOfDay(ZONE, DATE), end + 3600),
        ]);
        const { day, person } = await attend();
        expect([person.adherence === 0 || person.adherence! < 0.2, day.absent]).toEqual([
          true,
          day.people.filter(({ agent }) => agent !== 'guest').map(({ agent }) => agent),
        ]);
        expect(day.unmappedAgents).toEqual(['guest']);
        expect(day.unscheduled[0]!.agent).toBe('guest');
      });

      it('tells who is late and who leaves early, by id or by name', async () => {
        const { name } = roster.agents.find(({ id }) => id === shift.agent)!;
        await current().saveAgentStates('default', [
          seen('guest', startOfDay(ZONE, DATE), end + 3600),
          seen(name, start + 600, end - 900),
        ]);
        const { day } = await attend();
        expect(day.late).toContainEqual({ agent: shift.agent, seconds: 600 });
        expect(day.early).toContainEqual({ agent: shift.agent, seconds: 900 });
        expect(day.absent).not.toContain(shift.agent);
      });

      it('is against the version of that moment: a later one changes nothing before it', async () => {
        await current().saveAgentStates('default', [seen(shift.agent, start, end)]);
        const before = (await attend()).person;
        const without: Roster = {
          ...roster,
          shifts: roster.shifts.filter((other) => other !== shift),
        };
        await publish('pb_2', without, '2026-03-30T00:00:00.000Z');
        expect((await attend()).person).toEqual(before);
      });

      it('is the second half only, where the shift was taken away in its middle', async () => {
        const middle = (start + end) / 2;
        const without = { ...roster, shifts: roster.shifts.filter((other) => other !== shift) };
        await publish('pb_2', without, new Date(middle * 1000).toISOString());
        await current().saveAgentStates('default', [seen(shift.agent, start, end)]);
        const { person } = await attend();
        expect(person.scheduledSeconds).toBe(middle - start);
        expect(person.unscheduledWorkSeconds).toBe(end - middle);
      });

      it('is reckoned anew with an exception, and as before when it is taken back', async () => {
        const store = current();
        await store.saveAgentStates('default', [
          seen('guest', start, end),
          seen(shift.agent, start + 3600, end),
        ]);
        const before = (await attend()).person;
        expect(before.deviations[0]).toMatchObject({ actual: 'offline' });
        const iso = (at: number) => new Date(at * 1000).toISOString();
        const made = await store.saveScheduleException(
          'default',
          {
            id: 'se_1',
            agent: shift.agent,
            from: iso(start),
            to: iso(start + 3600),
            activity: 'off',
            reason: 'system down č',
          },
          BY,
        );
        expect(made).toMatchObject({ id: 'se_1', madeBy: BY.actor.id, madeAt: BY.at });
        const after = (await attend()).person;
        expect(after.scheduledSeconds).toBe(before.scheduledSeconds - 3600);
        expect(after.adherence!).toBeGreaterThan(before.adherence!);
        await store.withdrawScheduleException('default', 'se_1', BY);
        expect((await attend()).person).toEqual(before);
        await expect(store.withdrawScheduleException('default', 'se_1', BY)).rejects.toEqual(
          refusal('CONFLICT', 'expected an exception that stands, got "se_1", withdrawn'),
        );
        await expect(store.withdrawScheduleException('default', 'se_2', BY)).rejects.toEqual(
          refusal('NOT_FOUND', 'expected an exception of site "default", got "se_2"'),
        );
        const lines = await store.listAudit('default', { before: null, limit: 2 });
        expect(lines.map(({ action }) => action)).toEqual([
          'exception.withdrawn',
          'exception.made',
        ]);
      });
    });
  });
}
