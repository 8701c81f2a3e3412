import type { TopicName } from '#libs/contracts';
import { Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** Passes an error on as it is. Nest's own filter would hide it, and with it whether trying again can help. */
@Catch()
class PassErrorOn implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks the method that works through the batches (`EventBatch<topic>`) of a topic: `@EventPattern` on the event log, with
 * errors left as they are. Of several transports in one process, the one with this id brings them.
 */
export function FromLog(topic: TopicName, transportId: symbol): MethodDecorator {
  return (target, property, descriptor) => {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- picks the overload for any method.
    EventPattern<string>(topic, transportId)(target, property, descriptor);
    UseFilters(new PassErrorOn())(target, property, descriptor);
  };
}
