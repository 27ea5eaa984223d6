import { describe, expect, it } from 'vitest';
import { outlookOdds } from './requirement.ts';

describe('how sure a goal is', () => {
  it('is a mean over contacts, and the least of any interval with contacts', () => {
    expect(outlookOdds([0.5, null, 0.9], [10, 0, 30])).toEqual({ mean: 0.8, least: 0.5 });
  });

  it('is not known where nothing is offered', () => {
    expect(outlookOdds([null, null], [0, 0])).toEqual({ mean: null, least: null });
  });
});
