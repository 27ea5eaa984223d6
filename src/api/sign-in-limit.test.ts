import { expect, it } from 'vitest';
import { AgnerError } from '../domain/index.ts';
import { limitSignIn } from './sign-in-limit.ts';

function limitAt() {
  const clock = { ms: 1_000_000 };
  const limit = limitSignIn(() => clock.ms);
  /** Seconds to wait; 0 for none. */
  const wait = (name: string, address = '10.0.0.1'): number => {
    try {
      limit.check(name, address);
      return 0;
    } catch (error) {
      expect(error).toBeInstanceOf(AgnerError);
      expect((error as AgnerError).details).toMatchObject({ status: 429 });
      return (error as AgnerError).details['retryAfterSeconds'] as number;
    }
  };
  const fail = (times: number, name = 'ana', address = '10.0.0.1') => {
    for (let n = 0; n < times; n++) limit.fail(name, address);
  };
  return { clock, limit, wait, fail };
}

it('five wrong passwords are free, then the wait doubles up to a minute', () => {
  const { wait, fail } = limitAt();
  fail(4);
  expect(wait('ana')).toBe(0);
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
    fail(1);
    return wait('ana');
  });
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

it('the wait passes', () => {
  const { clock, wait, fail } = limitAt();
  fail(8);
  expect(wait('ana')).toBe(8);
  clock.ms += 7_500;
  expect(wait('ana')).toBe(1);
  clock.ms += 500;
  expect(wait('ana')).toBe(0);
});

it('neither others nor the same user elsewhere wait', () => {
  const { wait, fail } = limitAt();
  fail(20);
  expect(wait('bor')).toBe(0);
  expect(wait('ana', '10.0.0.2')).toBe(0);
  expect(wait(' ANA ')).toBe(60);
});

it('a right password, or a quarter of an hour, makes wrong ones forgotten', () => {
  const { clock, limit, wait, fail } = limitAt();
  fail(6);
  limit.succeed('ana', '10.0.0.1');
  fail(4);
  expect(wait('ana')).toBe(0);
  fail(10);
  clock.ms += 901_000;
  fail(1);
  expect(wait('ana')).toBe(0);
});

it('keeps no more than it can hold, and drops the oldest', () => {
  const { wait, fail } = limitAt();
  fail(6, 'first');
  for (let n = 0; n < 10_000; n++) fail(1, `user${n}`);
  expect(wait('first')).toBe(0);
  fail(5, 'user9999');
  expect(wait('user9999')).toBe(2);
});
