import fc from 'fast-check';
import { decideCapacityAlert } from './near-capacity.ts';

const limits = { raiseAt: 0.95, clearBelow: 0.9 };

describe('The capacity alert', () => {
  it.each([
    ['one of 20 beds free is the limit', { open: 20, occupied: 19, reserved: 0 }, false, 'raise'],
    ['two of 20 beds free are below it', { open: 20, occupied: 18, reserved: 0 }, false, 'none'],
    ['a reserved bed is as good as taken', { open: 20, occupied: 18, reserved: 1 }, false, 'raise'],
    ['a small ward without a free bed', { open: 3, occupied: 3, reserved: 0 }, false, 'raise'],
    ['more patients than beds', { open: 2, occupied: 3, reserved: 0 }, false, 'raise'],
    ['a closed ward with patients', { open: 0, occupied: 1, reserved: 0 }, false, 'raise'],
    ['a closed ward without patients', { open: 0, occupied: 0, reserved: 0 }, false, 'none'],
    ['it stays at 90 %', { open: 20, occupied: 18, reserved: 0 }, true, 'none'],
    ['it is cleared below 90 %', { open: 20, occupied: 17, reserved: 0 }, true, 'clear'],
    ['it is cleared where the ward is closed and empty', { open: 0, occupied: 0, reserved: 0 }, true, 'clear'],
  ])('%s', (_claim, beds, isRaised, change) => {
    expect(decideCapacityAlert(beds, limits, isRaised).change).toBe(change);
  });

  it('is never raised and cleared by the same figures', () => {
    const beds = fc.record({ open: fc.nat(60), occupied: fc.nat(60), reserved: fc.nat(10) });
    fc.assert(
      fc.property(beds, (inUse) => {
        const raised = decideCapacityAlert(inUse, limits, false).change === 'raise';
        const cleared = decideCapacityAlert(inUse, limits, true).change === 'clear';
        expect(raised && cleared).toBe(false);
      }),
    );
  });
});
