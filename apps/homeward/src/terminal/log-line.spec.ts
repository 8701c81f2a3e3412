import { readableLogLine } from './log-line.ts';

describe('a line of the log on a terminal', () => {
  it('is the time of day, who says it, the words, and the ids', () => {
    const line = {
      level: 'info',
      time: '2026-11-21T08:30:00.123Z',
      service: 'gateway',
      event: 'broker-listens',
      port: 1883,
      msg: 'Listening',
    };
    expect(readableLogLine(JSON.stringify(line))).toBe('08:30:00 gateway: Listening  (port=1883)');
  });

  it('says how bad it is, and the cause, when it is bad', () => {
    const line = {
      level: 'error',
      time: '2026-11-21T08:30:00Z',
      service: 'scoring',
      msg: 'Stopped',
      err: { message: 'no disk' },
    };
    expect(readableLogLine(JSON.stringify(line))).toBe('08:30:00 scoring: ERROR Stopped: no disk');
  });

  it('is left alone when it is not ours', () => {
    expect(readableLogLine('Segmentation fault')).toBe('Segmentation fault');
  });
});
