/** A server whose process a fault can halt, kill or ask to stop. */
export interface BreakableServer {
  /** Of the process that runs at the moment; undefined while none does. */
  pid(): Promise<number | undefined>;
}

/** A disk that a fault can fill. */
export interface FillableDisk {
  /** Takes all its room but so much. */
  fillBut(freeBytes: number): Promise<void>;
  makeRoom(): Promise<void>;
}

/** Services that a fault can kill. */
export interface BreakableService {
  readonly name: string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** As a supervisor does. Resolves once it is ready. */
  restart(): Promise<void>;
}

/** A whole Homeward as faults find it: where it is to be reached, and what of it can be broken. */
export interface RunningHomeward {
  /** What it runs on, in the words of the table. */
  readonly parts: 'embedded' | 'real servers';
  /** Of the clinician service. */
  readonly api: string;
  /** Of each process, by its name, for health and metrics. */
  readonly processes: Readonly<Record<string, string>>;
  readonly mqtt: string;
  readonly postgres: BreakableServer & { readonly url: () => Promise<string> };
  /** Undefined where the log is in Postgres, or Kafka is not this run's own. */
  readonly kafka: BreakableServer | undefined;
  /** Undefined where the broker is in the gateway service's process. */
  readonly broker: { freeze(): void; thaw(): void } | undefined;
  /** That the database is on; undefined where it is the machine's own. */
  readonly disk: FillableDisk | undefined;
  readonly services: readonly BreakableService[];
  /** What sign-in pages are tried with; undefined where there are none. */
  readonly userName: string | undefined;
  token(role: string): Promise<string>;
  registerGateway(name: string): Promise<GatewayCredential>;
  /** Another number each time, for what is to be of one patient alone. */
  nextNumber(): number;
  stop(): Promise<void>;
}

export interface GatewayCredential {
  readonly gatewayId: string;
  readonly secret: string;
}
