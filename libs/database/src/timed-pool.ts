import pg from 'pg';

type OnLent = (waitedSeconds: number) => void;
type Callback = Parameters<typeof pg.Pool.prototype.connect>[0];

/** A pool that says how long each of its borrowers has waited, TypeORM and single queries among them. */
export class TimedPool extends pg.Pool {
  readonly #onLent: OnLent | undefined;

  constructor(onLent: OnLent | undefined, configuration: pg.PoolConfig) {
    super(configuration);
    this.#onLent = onLent;
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | void {
    const askedAt = performance.now();
    const lent = (): void => this.#onLent?.((performance.now() - askedAt) / 1000);
    if (callback === undefined) {
      return super.connect().then((client) => {
        lent();
        return client;
      });
    }
    super.connect((error, client, done) => {
      if (client !== undefined) lent();
      callback(error, client, done);
    });
  }
}
