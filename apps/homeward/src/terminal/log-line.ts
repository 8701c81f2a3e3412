import { terminalText } from '#libs/contracts';

/** As much of a line of the log as is shown on a terminal. */
interface LogLine {
  readonly level?: unknown;
  readonly time?: unknown;
  readonly service?: unknown;
  readonly msg?: unknown;
  readonly event?: unknown;
  readonly err?: { readonly message?: unknown; readonly stack?: unknown };
}

const left = new Set(['level', 'time', 'service', 'msg', 'event', 'err', 'pid', 'hostname']);

/**
 * Turns a line of JSON from the log into a short one for people: time of day, service, words, and the ids that go with
 * them. What is not such a line comes out as it went in, but for what a terminal would obey.
 */
export function readableLogLine(json: string): string {
  const line = parse(json);
  if (line === undefined) return terminalText(json);
  const time = typeof line.time === 'string' ? line.time.slice(11, 19) : '';
  const level = typeof line.level === 'string' && line.level !== 'info' ? `${line.level.toUpperCase()} ` : '';
  const facts = Object.entries(line)
    .filter(([name]) => !left.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const words = [time, `${text(line.service)}:`, `${level}${text(line.msg ?? line.event)}`];
  const cause = level === '' || line.err === undefined ? '' : `: ${text(line.err.message)}`;
  return terminalText(`${words.join(' ')}${cause}${facts === '' ? '' : `  (${facts})`}`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function parse(json: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not ours: shown as it is.
    return undefined;
  }
}
