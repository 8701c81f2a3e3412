/** Real: HTTP, Postgres, the Postgres log. */
import { type Problem, roles } from '#libs/contracts';
import { type Answer, type Caller, type RunningClinician, startClinician } from './running-clinician.harness.ts';

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: object }>>>>;
}

const someId = '3f333df6-90a4-4fda-8dd3-9485d27cee36';
const misspelt = 'misspelt-member';
/** Its senders follow a contract of their own. */
const foreign = 'post /v1/replies/sms';

describe('A command with a member that there is not', () => {
  let clinician: RunningClinician;
  let callers: readonly Caller[];

  beforeAll(async () => {
    clinician = await startClinician();
    callers = await Promise.all(roles.map((role) => clinician.as(role)));
  }, 60_000);
  afterAll(() => clinician.stop());

  const commands = async (): Promise<readonly string[]> => {
    const { body } = (await callers[0]?.get<ApiDocument>('/openapi.json')) ?? {};
    return Object.entries(body?.paths ?? {}).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { requestBody }]) =>
        requestBody === undefined ? [] : [`${method} ${path.replace(/^\/api/u, '').replaceAll(/\{[^}]+\}/gu, someId)}`],
      ),
    );
  };
  /** As answered to the first who may ask it. */
  async function answered(command: string, sent: object): Promise<Answer<Problem>> {
    const [method, path = ''] = command.split(' ');
    for (const caller of callers) {
      const answer = await (method === 'put' ? caller.put<Problem>(path, sent) : caller.post<Problem>(path, sent));
      if (answer.status !== 403) return answer;
    }
    throw new Error(`No role may ${command}.`);
  }

  it('is refused by its path, whatever the command is', async () => {
    const asked = (await commands()).filter((command) => command !== foreign);
    expect(asked.length).toBeGreaterThan(50);
    const passedOver: string[] = [];
    for (const command of asked) {
      const { status, body } = await answered(command, { [misspelt]: true });
      const named = body.errors?.some(({ path, message }) => path === misspelt && /found.*expected/u.test(message));
      if (status !== 400 || body.code !== 'invalid-request' || named !== true)
        passedOver.push(`${command}: ${String(status)} ${JSON.stringify(body)}`);
    }
    expect(passedOver).toEqual([]);
  });

  it('is done as far as it is known where an SMS provider passes on more than is asked for', async () => {
    const { body } = await answered(foreign, { from: '+447700900001', text: 'x', [misspelt]: true });
    expect(body.code).toBe('sms-reply-refused');
  });
});
