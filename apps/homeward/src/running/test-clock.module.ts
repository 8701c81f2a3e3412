import { Controller, type DynamicModule, Module, Put } from '@nestjs/common';
import { z } from 'zod';

import type { ManualClock } from '#libs/clock';
import { InstantWithOffset } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodBody } from '#libs/problem-details';

const NewTime = z.object({ now: InstantWithOffset });
type NewTime = z.infer<typeof NewTime>;

@Module({})
class TestClockModule {}

/** `PUT /test/clock {"now": …}` for HOMEWARD_CLOCK=manual. */
export function testClockModule(clock: ManualClock): DynamicModule {
  @Controller('/test/clock')
  class TestClockController {
    @Put()
    @Permit('set-test-clock')
    set(@ZodBody(NewTime) { now }: NewTime): { readonly now: string } {
      clock.set(new Date(now));
      return { now: clock.now().toISOString() };
    }
  }
  return { module: TestClockModule, controllers: [TestClockController] };
}
