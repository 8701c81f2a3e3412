import { bandsOf } from './chart-bands.ts';

const points = (bands: ReturnType<typeof bandsOf>) => bands.map((band) => [band.from, band.to, band.points]);

describe('the bands behind a chart', () => {
  it('are those of the NEWS2 chart for pulse', () => {
    const bands = bandsOf({ parameter: 'pulseRate', scale: 1, onOxygen: false, step: 1, least: 20, most: 200 });
    expect(points(bands)).toEqual([
      [19.5, 40.5, 3],
      [40.5, 50.5, 1],
      [50.5, 90.5, 0],
      [90.5, 110.5, 1],
      [110.5, 130.5, 2],
      [130.5, 200.5, 3],
    ]);
  });

  it.each([
    ['nothing above the target counts on air', false, 0],
    ['far above the target is dangerous on oxygen', true, 3],
  ])('on scale 2, %s', (_claim, onOxygen, atTop) => {
    const bands = bandsOf({ parameter: 'oxygenSaturation', scale: 2, onOxygen, step: 1, least: 80, most: 100 });
    expect(bands.at(-1)?.points).toBe(atTop);
  });
});
