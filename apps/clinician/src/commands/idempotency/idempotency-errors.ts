import { HomewardError } from '#libs/contracts';

/** The key stands for another request of the same person. */
export class IdempotencyKeyReusedError extends HomewardError {
  readonly code = 'idempotency-key-reused';
  readonly transient = false;
  constructor(command: string) {
    super(`The Idempotency-Key was used for another request (${command}): expected a new key for each intent.`, {
      command,
    });
  }
}

/** The command was executed before, and its answer held a secret that is shown once. */
export class AnswerNotKeptError extends HomewardError {
  readonly code = 'answer-not-kept';
  readonly transient = false;
  constructor(command: string) {
    super(`This ${command} was executed before. Its answer held a secret, which is shown once and not kept.`, {
      command,
    });
  }
}
