import { openApiOf } from '#libs/api-description';
import { IngestedObservationMessage, Receipt } from '#libs/contracts';
import { identityStatusOfCode } from '#libs/identity';
import { gatewayStatusOfCode } from './http-statuses.ts';
import { IngestController } from './ingest.controller.ts';

/** The OpenAPI document of what gateways send by HTTP. */
export function ingestApi(): object {
  return openApiOf({
    title: 'Homeward for gateways',
    version: '1',
    about:
      'The way in for gateways that have no MQTT. The messages, the receipts and what is judged are those of MQTT (`docs/events.md`); a member that is not described here costs no reading. 422 carries the receipt of a message that was quarantined whole. With 429, `Retry-After` says in how many seconds to send the message again. Problems are RFC 9457; `docs/errors.md` lists their codes.',
    controllers: [IngestController],
    signIn: {
      gateway: {
        type: 'http',
        scheme: 'basic',
        description: 'The id of the gateway and the secret that its registration answered with.',
      },
    },
    named: { IngestedObservationMessage, Receipt },
    statusOfCode: { ...identityStatusOfCode, 'invalid-request': 400, ...gatewayStatusOfCode },
  });
}
