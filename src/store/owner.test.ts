import { describe, expect, it } from 'vitest';
import { isGone, thisOwner } from './owner.ts';

const SEEN = '2026-01-05T08:00:00.000Z';
const SOON = '2026-01-05T08:04:59.000Z';
const LATER = '2026-01-05T08:05:01.000Z';
/** The process that started this one: alive while the test runs. */
const living = { ...thisOwner, process: process.ppid, life: 'another' };
/** Above the largest process id of any Linux. */
const dead = { ...thisOwner, process: 2 ** 22 + 1, life: 'another' };

describe('the owner of a job', () => {
  it.each([
    ['this process', thisOwner, LATER, false],
    ['an earlier process of the same id', { ...thisOwner, life: 'earlier' }, SOON, true],
    ['a dead process of this machine', dead, SOON, true],
    ['a living process of this machine', living, SOON, false],
    ['a living process that is silent', living, LATER, true],
    ['a process of another machine', { ...dead, host: 'elsewhere' }, SOON, false],
    ['a silent process of another machine', { ...dead, host: 'elsewhere' }, LATER, true],
  ])('%s', (_, owner, now, gone) => {
    expect(isGone(owner, SEEN, now)).toBe(gone);
  });
});
