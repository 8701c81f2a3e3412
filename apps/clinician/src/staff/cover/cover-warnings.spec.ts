import { type ContactChannel, instant, type RotaGap, RotaId, type RotaShift } from '#libs/contracts';
import { coverWarnings, gapSecondsByRota, type WarnedRota } from './cover-warnings.ts';

const at = (hour: number): ReturnType<typeof instant> => instant(Date.UTC(2026, 10, 22, hour));
const shift = (personId: string, hour: number, active = true): RotaShift => ({
  start: at(hour),
  end: at(hour + 1),
  personId,
  personName: personId.toUpperCase(),
  active,
  layer: 'Nurses',
  override: null,
});
const gap: RotaGap = { start: at(10), end: at(12), reason: 'uncovered', personId: null };
const id = RotaId.parse('00000000-0000-4000-8000-000000000001');
const rota = (over: Partial<WarnedRota> = {}): WarnedRota => ({ id, name: 'Nights', shifts: [], gaps: [], ...over });
const reachedBy =
  (channels: Readonly<Record<string, readonly ContactChannel[]>>) =>
  (personId: string): readonly ContactChannel[] =>
    channels[personId] ?? [];

describe('Warnings about the cover of the next days', () => {
  it('name each gap with its rota', () => {
    const warnings = coverWarnings([rota({ gaps: [gap] })], reachedBy({}), new Set());
    expect(warnings.gaps).toEqual([{ ...gap, rotaId: id, rotaName: 'Nights' }]);
  });

  it('name who has a shift and no way to be reached that is offered, once, with the first of their shifts', () => {
    const shifts = [shift('ann', 1), shift('ben', 2), shift('cas', 3), shift('ann', 4)];
    const channelsOf = reachedBy({ ann: ['sms'], ben: ['sms', 'email'] });
    const { unreachable } = coverWarnings([rota({ shifts })], channelsOf, new Set(['email']));
    expect(unreachable.map(({ person, shift: first }) => [person.name, first.start])).toEqual([
      ['ANN', at(1)],
      ['CAS', at(3)],
    ]);
  });

  it('leave out who is not active: their shift is a gap', () => {
    const { unreachable } = coverWarnings([rota({ shifts: [shift('ann', 1, false)] })], reachedBy({}), new Set());
    expect(unreachable).toEqual([]);
  });

  it('count the seconds without cover of each rota, those that have none too', () => {
    const other = RotaId.parse('00000000-0000-4000-8000-000000000002');
    expect(gapSecondsByRota([rota({ gaps: [gap, gap] }), rota({ id: other })])).toEqual([
      { rotaId: id, seconds: 14_400 },
      { rotaId: other, seconds: 0 },
    ]);
  });
});
