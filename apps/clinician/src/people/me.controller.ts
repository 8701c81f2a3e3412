import { Controller, Get } from '@nestjs/common';
import type { Me, Person } from '#libs/contracts';
import { CurrentPerson, permissionsOf, SignedIn } from '#libs/identity';

@Controller('api/v1/me')
@SignedIn()
export class MeController {
  /** The person who asks, and what they may do, so that the console offers nothing that would be refused. */
  @Get()
  me(@CurrentPerson() person: Person): Me {
    return { ...person, permissions: [...permissionsOf(person.role)] };
  }
}
