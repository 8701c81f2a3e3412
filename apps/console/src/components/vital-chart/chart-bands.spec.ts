import { news2Chart, observationOfParameter, scoreNews2 } from '#libs/clinical';
import { bandsOf } from './chart-bands.ts';

const points = (bands: ReturnType<typeof bandsOf>) => bands.map((band) => [band.from, band.to, band.points]);
const { file } = news2Chart;

describe('the bands behind a chart', () => {
  it('are those of the NEWS2 chart for pulse', () => {
    const bands = bandsOf({
      file,
      code: 'pulse-rate',
      scale: 1,
      onOxygen: false,
      extent: { least: 20, most: 200 },
    });
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
    const extent = { least: 80, most: 100 };
    const bands = bandsOf({ file, code: 'oxygen-saturation', scale: 2, onOxygen, extent });
    expect(bands.at(-1)?.points).toBe(atTop);
  });

  it.each([
    ['respirationRate', 1, 80, 1],
    ['oxygenSaturation', 40, 100, 1],
    ['systolicPressure', 40, 300, 1],
    ['pulseRate', 20, 300, 1],
    ['temperature', 25, 45, 0.1],
  ] as const)('never say other points for %s than the score does', (parameter, least, most, step) => {
    for (const [scale, onOxygen] of [
      [1, false],
      [2, false],
      [2, true],
    ] as const) {
      const bands = bandsOf({
        file,
        code: observationOfParameter[parameter],
        scale,
        onOxygen,
        extent: { least, most },
      });
      for (let index = 0; index <= Math.round((most - least) / step); index += 1) {
        const value = Math.round((least + index * step) * 10) / 10;
        const score = scoreNews2({ [parameter]: value, supplementalOxygen: onOxygen }, { scale });
        const band = bands.find(({ from, to }) => from < value && value < to);
        expect([value, band?.points]).toEqual([value, score.components[parameter]]);
      }
    }
  });

  it('are a band a level for air and oxygen, and none for what the chart does not have', () => {
    const extent = { least: 0, most: 1 };
    const oxygen = bandsOf({ file, code: 'supplemental-oxygen', scale: 1, onOxygen: false, extent });
    expect(points(oxygen)).toEqual([
      [-0.5, 0.5, 0],
      [0.5, 1.5, 2],
    ]);
    expect(bandsOf({ file, code: 'body-weight', scale: 1, onOxygen: false, extent })).toEqual([]);
  });
});
