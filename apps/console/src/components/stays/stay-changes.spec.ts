import type { StayState } from '#libs/contracts';
import { canMake, readStayFormId, stayChanges, stayFormId } from './stay-changes.ts';

describe('What can be made of a stay', () => {
  it.each<[StayState, readonly string[]]>([
    ['admitted', ['transfer', 'swap', 'expect', 'leave', 'discharge', 'cancel']],
    ['on-leave', ['transfer', 'swap', 'expect', 'return', 'discharge', 'cancel']],
    ['discharged', ['reinstate']],
    ['cancelled', ['reinstate']],
  ])('follows from its state: %s', (state, possible) => {
    expect(stayChanges.filter((change) => canMake(change, { state }))).toEqual(possible);
  });

  it('is in the name of its form, with what the form begins with', () => {
    const swap = { change: 'swap', stayId: 'a', target: 'b' } as const;
    expect(readStayFormId(stayFormId(swap))).toEqual(swap);
    expect(readStayFormId('transfer.a')).toEqual({ change: 'transfer', stayId: 'a', target: '' });
    expect(readStayFormId('paint.a')).toBeUndefined();
    expect(readStayFormId(null)).toBeUndefined();
  });
});
