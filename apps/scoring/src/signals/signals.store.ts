import type { EventId, PatientId, Signal } from '#libs/contracts';
import type { PoolClient } from 'pg';
import type { Standing } from './standing.ts';

/** A patient's standing as it is stored, locked until the transaction ends. */
export interface LockedStanding {
  readonly standing: Standing;
  /** Rises whenever anything of the patient was changed: what was remembered under another version is out of date. */
  readonly version: bigint;
}

/** A signal and its JSON, which is stored and published as it is. */
export interface SignalText {
  readonly causedBy: EventId;
  readonly signal: Signal;
  readonly text: string;
}

/** A signal as it was stored, for publishing once more. */
export interface StoredSignal {
  readonly patientId: string;
  readonly text: string;
}

/**
 * SQL of `standing`, one row a patient, which is also the lock on everything of the patient; and of `signal`, every signal
 * that ever went out, by what caused it.
 */
export class SignalsStore {
  /**
   * Locks the patients, in the order of their ids, so that two batches that share patients wait for each other instead of
   * deadlocking. Patients who are new get a row.
   */
  async lock(client: PoolClient, patientIds: readonly PatientId[]): Promise<Map<PatientId, LockedStanding>> {
    const inOrder = [...patientIds].sort();
    const locked = await this.#lockKnown(client, inOrder);
    if (locked.size === inOrder.length) return locked;
    await client.query({
      name: 'scoring-add-standings',
      text: `INSERT INTO standing (patient_id)
             SELECT patient_id FROM unnest($1::uuid[]) AS new (patient_id) ORDER BY patient_id
             ON CONFLICT DO NOTHING`,
      values: [inOrder],
    });
    return this.#lockKnown(client, inOrder);
  }

  async #lockKnown(client: PoolClient, inOrder: readonly PatientId[]): Promise<Map<PatientId, LockedStanding>> {
    const { rows } = await client.query<{ patient_id: PatientId; version: string; tier: Standing }>({
      name: 'scoring-lock-standings',
      text: `SELECT patient_id, version, tier FROM standing
             WHERE patient_id = ANY ($1::uuid[]) ORDER BY patient_id FOR UPDATE`,
      values: [inOrder],
    });
    return new Map(rows.map((row) => [row.patient_id, { standing: row.tier, version: BigInt(row.version) }]));
  }

  /** Writes where patients stand now, one version later. */
  async move(client: PoolClient, standings: ReadonlyMap<PatientId, Standing>): Promise<void> {
    await client.query({
      name: 'scoring-move-standings',
      text: `UPDATE standing SET version = version + 1, tier = now.tier
             FROM unnest($1::uuid[], $2::text[]) AS now (patient_id, tier)
             WHERE standing.patient_id = now.patient_id`,
      values: [[...standings.keys()], [...standings.values()]],
    });
  }

  async save(client: PoolClient, signals: readonly SignalText[]): Promise<void> {
    await client.query({
      name: 'scoring-save-signals',
      text: `INSERT INTO signal (id, patient_id, caused_by, body)
             SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::json[])
             ON CONFLICT DO NOTHING`,
      values: [
        signals.map(({ signal }) => signal.id),
        signals.map(({ signal }) => signal.patientId),
        signals.map(({ causedBy }) => causedBy),
        signals.map(({ text }) => text),
      ],
    });
  }

  /** What earlier work on these causes signalled. */
  async causedBy(client: PoolClient, causes: readonly EventId[]): Promise<readonly StoredSignal[]> {
    const { rows } = await client.query<StoredSignal>({
      name: 'scoring-find-signals',
      text: `SELECT patient_id AS "patientId", body::text AS text FROM signal WHERE caused_by = ANY ($1::uuid[])`,
      values: [causes],
    });
    return rows;
  }
}
