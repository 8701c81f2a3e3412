import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { ApiClient } from '../../outside/api-client.ts';
import { monitoredPatient } from '../../outside/monitored-patient.ts';
import { everywhere, type Fault, overAndOver } from './fault.ts';

const nuisance = { kind: 'nuisance', possible: everywhere, failing: undefined } as const;
const streams = 300;

/** A person opens 300 live streams and reads none of them. */
export const unreadLiveStreams: Fault = {
  ...nuisance,
  name: 'one person opens 300 live streams and reads none',
  metric: /^homeward_http_connections$/,
  metricChangesBy: 10,
  begin: async ({ homeward }) => {
    const administrator = new ApiClient(homeward.api, await homeward.token('administrator'));
    const { gatewayId } = await homeward.registerGateway('streams');
    const { wardId } = await monitoredPatient(administrator, gatewayId, homeward.nextNumber());
    const headers = { authorization: `Bearer ${await homeward.token('nurse')}`, accept: 'text/event-stream' };
    const url = new URL(`/api/v1/live?wardId=${wardId}`, homeward.api);
    const open: IncomingMessage[] = [];
    const requests = Array.from({ length: streams }, () =>
      get(url, { headers, agent: false }, (answer) => {
        answer.on('error', () => undefined).pause();
        open.push(answer);
      }).on('error', () => undefined),
    );
    return {
      end: () => {
        for (const one of [...open, ...requests]) one.destroy();
        return Promise.resolve();
      },
    };
  },
};

/** Fifty monitoring systems ask for metrics as fast as they are answered. */
export const metricsScrapers: Fault = {
  ...nuisance,
  name: 'fifty scrapers ask for metrics without a pause',
  metric: /^homeward_http_responses_total\{status="200"\}$/,
  // The watch of the run asks as well.
  metricChangesBy: 1000,
  begin: ({ homeward }) => {
    const [first = homeward.api, ...others] = Object.values(homeward.processes);
    const urls = [first, ...others];
    const scrapers = Array.from({ length: 50 }, (_, index) => {
      const url = new URL('/metrics', urls[index % urls.length]);
      return overAndOver(async () => (await fetch(url)).text());
    });
    return Promise.resolve({ end: () => Promise.all(scrapers.map((one) => one.end())).then(() => undefined) });
  },
};

/** Two hundred clients that send a request's body one byte at a time. */
export const slowBodies: Fault = {
  ...nuisance,
  name: 'two hundred clients send a body byte by byte',
  metric: /^homeward_http_connections$/,
  metricChangesBy: 100,
  begin: ({ homeward }) => {
    const { hostname, port } = new URL(homeward.api);
    const head = `POST /api/v1/patients HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`;
    const sockets: Socket[] = Array.from({ length: 200 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => socket.destroy()).resume();
      socket.write(head);
      return socket;
    });
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(' ');
    }, 200);
    return Promise.resolve({
      end: () => {
        clearInterval(drip);
        for (const socket of sockets) socket.destroy();
        return Promise.resolve();
      },
    });
  },
};

/** Text that no database takes, and times that no calendar has: in names, cursors and times. */
const hostileTexts = ['\u0000', 'a\u0000b', '\uD800', 'x\uDFFF', '\u202E', 'x'.repeat(100_000)];
const hostilePaths = [
  '/api/v1/patients?cursor=made-up',
  '/api/v1/alerts?cursor=eyJhIjoxfQ',
  '/api/v1/alerts?cursor=%00',
  '/api/v1/patients/%00',
  '/api/v1/alerts?patientId=%ED%A0%80',
];

/** What is the caller's fault is answered so. */
export const hostileRequests: Fault = {
  ...nuisance,
  name: 'a client sends texts, times and cursors that nothing can hold',
  metric: /^homeward_http_responses_total\{status="400"\}$/,
  begin: async ({ homeward }) => {
    const client = new ApiClient(homeward.api, await homeward.token('administrator'));
    const refusedWrongly = new Set<string>();
    const check = async (what: string, answer: Promise<Response>): Promise<void> => {
      const { status } = await answer;
      if (status >= 500) refusedWrongly.add(`${what} is answered ${String(status)}`);
    };
    const lasting = overAndOver(async () => {
      for (const path of hostilePaths) await check(path, client.request('GET', path));
      for (const name of hostileTexts) {
        await check(
          `a ward called ${JSON.stringify(name).slice(0, 20)}`,
          client.request('POST', '/api/v1/wards', { name, beds: 1 }),
        );
      }
      for (const year of ['0000', '10000', '-000001', '9999']) {
        const birthDate = `${year}-02-03`;
        await check(
          `a birth in ${year}`,
          client.request('POST', '/api/v1/patients', { birthDate, givenName: 'Test', familyName: 'Person' }),
        );
      }
    });
    return { end: () => lasting.end(), wrong: () => [...refusedWrongly] };
  },
};

/** A plan of a time that the log's schema has not, and then one that is sound. */
export const planOfAnOddTime: Fault = {
  ...nuisance,
  name: 'a plan has a time that no calendar has',
  metric: /^homeward_http_responses_total\{status="400"\}$/,
  begin: async ({ homeward }) => {
    const prescriber = new ApiClient(homeward.api, await homeward.token('prescriber'));
    const administrator = new ApiClient(homeward.api, await homeward.token('administrator'));
    const { gatewayId } = await homeward.registerGateway('plans');
    const { patientId } = await monitoredPatient(administrator, gatewayId, homeward.nextNumber());
    const oddTimes = ['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59', '10000-01-01T00:00:00Z'];
    const taken = new Set<string>();
    const lasting = overAndOver(async () => {
      for (const prescribedAt of oddTimes) {
        const reviewAt = new Date(Date.now() + 86_400_000).toISOString();
        const oxygenScale = { scale: 2, reason: 'Confirmed on blood gas', reviewAt, prescribedAt };
        const { status } = await prescriber.request('PUT', `/api/v1/patients/${patientId}/plan`, { oxygenScale });
        if (status < 400 || status >= 500)
          taken.add(`a plan prescribed at ${prescribedAt} is answered ${String(status)}`);
      }
    });
    return { end: () => lasting.end(), wrong: () => [...taken] };
  },
};

/** Wrong passwords of one colleague, and sign-ins that are begun and left. */
export const guessesAtSignIn: Fault = {
  ...nuisance,
  name: 'guesses at a password, and 5,000 sign-ins that are begun',
  metric: /^homeward_sign_in_attempts_total\{outcome="(?:wrong|too-soon)"\}$/,
  possible: ({ userName }) => userName !== undefined,
  begin: ({ homeward }) => {
    const beginnings = Array.from({ length: 20 }, () =>
      overAndOver(() => guess(homeward.api, homeward.userName ?? '')),
    );
    return Promise.resolve({ end: () => Promise.all(beginnings.map((one) => one.end())).then(() => undefined) });
  },
};

/** One sign-in up to a wrong password, with cookies as a browser keeps them. */
async function guess(api: string, username: string): Promise<void> {
  const cookies = new Map<string, string>();
  let url = new URL('/auth/login', api);
  const ask = async (init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const [name = '', ...value] = pair.split('=');
      cookies.set(name, value.join('='));
    }
    return answer;
  };
  let answer = await ask();
  for (let hops = 0; hops < 5 && answer.status >= 300 && answer.status < 400; hops += 1) {
    await answer.body?.cancel();
    url = new URL(answer.headers.get('location') ?? '/', url);
    answer = await ask();
  }
  const page = await answer.text();
  const action = /action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) return;
  url = new URL(action.replaceAll('&amp;', '&'), url);
  const body = new URLSearchParams({ username, password: 'a guess' });
  await (await ask({ method: 'POST', body })).text();
}
