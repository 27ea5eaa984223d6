import { type PathDraws } from '../forecast/index.ts';
import { poisson, seededRandom, standardNormal } from '../simulation/index.ts';

/** Draws for one queue, whatever other queues there are. */
export function pathDraws(seed: number, queue: string): PathDraws {
  const own = Array.from(queue).reduce(
    (sum, letter) => (31 * sum + letter.codePointAt(0)!) % 2 ** 20,
    7,
  );
  const random = seededRandom(seed + own * 2 ** 32);
  return { normal: () => standardNormal(random), poisson: (mean) => poisson(random, mean) };
}
