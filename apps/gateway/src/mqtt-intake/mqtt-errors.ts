import { HomewardError } from '#libs/contracts';

/** Messages cannot come in over MQTT at the moment. */
export class MqttUnavailableError extends HomewardError {
  readonly code = 'mqtt-unavailable';
  readonly transient = true;

  constructor(address: string, reason: string) {
    super(`No messages come in from ${address}: ${reason}.`, { address });
  }
}

/** The port that was asked for, or every port near the usual one, is taken. */
export class MqttPortTakenError extends HomewardError {
  readonly code = 'mqtt-port-taken';
  readonly transient = false;

  constructor(host: string, ports: string, options?: ErrorOptions) {
    super(
      `The MQTT broker cannot listen on ${host}, port ${ports}: taken by another program.`,
      { host, ports },
      options,
    );
  }
}
