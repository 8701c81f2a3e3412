import { Controller, Get } from '@nestjs/common';
import { instant, type Me, type Person } from '#libs/contracts';
import { CurrentPerson, permissionsOf, SessionEnd, SignedIn } from '#libs/identity';

@Controller('api/v1/me')
@SignedIn()
export class MeController {
  /**
   * The person who asks, and what they may do, so that the console offers nothing that would be refused; and when their
   * session ends, so that it can warn them before.
   */
  @Get()
  me(@CurrentPerson() person: Person, @SessionEnd() expiresAt: Date | undefined): Me {
    const session = expiresAt === undefined ? {} : { session: { expiresAt: instant(expiresAt) } };
    return { ...person, permissions: [...permissionsOf(person.role)], ...session };
  }
}
