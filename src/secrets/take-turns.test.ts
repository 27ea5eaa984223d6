import { expect, it } from 'vitest';
import { takeTurns } from './take-turns.ts';

/** Work that ends when told to. */
function held() {
  const ends: (() => void)[] = [];
  const seen = { running: 0, most: 0 };
  const work = async (): Promise<void> => {
    seen.most = Math.max(seen.most, ++seen.running);
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.running--;
  };
  return { ends, seen, work };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

it('no more than so many are under way, and all get their turn', async () => {
  const turns = takeTurns({ atOnce: 2, waiting: 10 });
  const { ends, seen, work } = held();
  const all = Array.from({ length: 7 }, () => turns(work));
  for (let ended = 0; ended < 7; ended++) {
    await settle();
    ends.shift()!();
  }
  await Promise.all(all);
  expect(seen.most).toBe(2);
});

it('refuses whoever would make the line too long, and takes others when it is shorter', async () => {
  const turns = takeTurns({ atOnce: 1, waiting: 1 });
  const { ends, work } = held();
  const first = turns(work);
  const second = turns(work);
  await expect(turns(work)).rejects.toMatchObject({ code: 'BUSY' });
  ends.shift()!();
  await first;
  await settle();
  const third = turns(work);
  ends.shift()!();
  await second;
  await settle();
  ends.shift()!();
  await third;
});

it('work that fails gives its turn back', async () => {
  const turns = takeTurns({ atOnce: 1, waiting: 1 });
  await expect(turns(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns(() => Promise.resolve(7))).toBe(7);
});
