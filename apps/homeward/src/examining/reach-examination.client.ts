import { Rota } from '#libs/contracts';
import { createTransport } from 'nodemailer';

import { runningApi } from '../api/running-api.service.ts';
import { NotRunningError } from '../homeward-errors.ts';
import { withoutSecrets } from '../running/addresses.ts';
import type { ServiceSettings } from '../running/service-settings.ts';
import { type Finding, good, reasonOf, unlessFaults, wrong } from './finding.ts';

const patienceMilliseconds = 5_000;

/** Whether the mail server takes us: connected, encrypted where asked for, and signed in. Sends nothing. */
export async function examineMail({ SMTP_URL: url }: ServiceSettings): Promise<Finding> {
  if (url === undefined) return good('e-mail is not offered');
  const transport = createTransport({
    url,
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: patienceMilliseconds,
  });
  try {
    await transport.verify();
    return good(withoutSecrets(url));
  } catch (error) {
    return wrong(`${withoutSecrets(url)}: ${reasonOf(error)}. Check SMTP_URL, its user name and password among it.`);
  } finally {
    transport.close();
  }
}

/** Whether some person has the turn on every rota for the next week, by the Homeward that runs. */
export async function examineCover(settings: ServiceSettings): Promise<Finding> {
  try {
    const api = await runningApi(settings, 'homeward doctor');
    const rotas: Rota[] = [];
    for await (const rota of api.all('/rotas', Rota)) rotas.push(rota);
    const faults = rotas.flatMap(({ name, gaps }) => {
      const [first] = gaps;
      if (first === undefined) return [];
      return `${name}: no active person has the turn ${String(gaps.length)} time(s) in the next week, first from ${first.start} until ${first.end}. Fill it: Manage, Rotas.`;
    });
    return unlessFaults(faults, `${String(rotas.length)} rota(s) without a gap in the next week`);
  } catch (error) {
    if (!(error instanceof NotRunningError)) throw error;
    return good('not looked at: no Homeward runs here, and HOMEWARD_API_URL names none');
  }
}
