import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import {
  CorrectClock,
  Device,
  DeviceId,
  DeviceQuery,
  IssueDevice,
  NewDevice,
  type Page,
  pageOf,
  type Person,
  ShownDevice,
  TrustClock,
} from '#libs/contracts';
import { CurrentPerson, may, Permit } from '#libs/identity';
import { ZodBody, ZodParam, ZodQuery } from '#libs/problem-details';
import type { FastifyReply } from 'fastify';
import type { CommandContext } from '../../commands/request/command-context.ts';
import { RequestedCommand } from '../../commands/request/command-context.decorator.ts';
import { deviceAsSeen } from './device-as-seen.ts';
import { DeviceListsService } from './device-lists.service.ts';
import { DevicesService } from './devices.service.ts';

/** `/devices`. */
@Controller('api/v1/devices')
export class DevicesController {
  constructor(
    private readonly devices: DevicesService,
    private readonly lists: DeviceListsService,
  ) {}

  @Get()
  @Permit('view-devices')
  @Describe({
    summary: 'Lists the devices by id, with who has each for those who may view patients.',
    answers: { 200: pageOf(ShownDevice) },
    problems: ['invalid-cursor'],
  })
  list(@ZodQuery(DeviceQuery) query: DeviceQuery, @CurrentPerson() by: Person): Promise<Page<ShownDevice>> {
    return this.lists.list(query, by);
  }

  @Post()
  @Permit('register-devices')
  @Describe({
    summary: 'Registers a device behind a gateway.',
    answers: { 201: ShownDevice },
    problems: ['gateway-not-found', 'device-already-registered'],
  })
  async register(
    @ZodBody(NewDevice) device: NewDevice,
    @RequestedCommand() context: CommandContext<Person>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ShownDevice> {
    const registered = await this.devices.register(device, context);
    void reply.header('Location', `/api/v1/devices/${registered.id}`);
    return deviceAsSeen(registered, { mayViewPatients: may(context.by.role, 'view-patients') });
  }

  @Get(':deviceId')
  @Permit('view-devices')
  @Describe({
    summary: 'Shows a device, who had it when, and what it last said of itself.',
    answers: { 200: ShownDevice },
    problems: ['device-not-found'],
  })
  get(@ZodParam('deviceId', DeviceId) id: DeviceId, @CurrentPerson() by: Person): Promise<ShownDevice> {
    return this.lists.get(id, by);
  }

  @Post(':deviceId/issue')
  @HttpCode(200)
  @Permit('issue-devices')
  @Describe({
    summary: 'Gives the device to a patient; nothing changes when it is with that patient already.',
    answers: { 200: Device },
    problems: [
      'device-not-found',
      'patient-not-found',
      'device-held-by-another',
      'device-issued-in-future',
      'backdating-needs-reason',
    ],
  })
  issue(
    @ZodParam('deviceId', DeviceId) id: DeviceId,
    @ZodBody(IssueDevice) issue: IssueDevice,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Device> {
    return this.devices.issue(id, issue, context);
  }

  @Post(':deviceId/recover')
  @HttpCode(200)
  @Permit('issue-devices')
  @Describe({
    summary: 'Takes the device back from the patient who has it.',
    answers: { 200: Device },
    problems: ['device-not-found', 'device-not-held'],
  })
  recover(
    @ZodParam('deviceId', DeviceId) id: DeviceId,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Device> {
    return this.devices.recover(id, context);
  }

  @Post(':deviceId/correct-clock')
  @HttpCode(200)
  @Permit('issue-devices')
  @Describe({
    summary: 'Has the times of a device whose clock is steadily ahead put back from now on, while the patient has it.',
    answers: { 200: Device },
    problems: ['device-not-found', 'device-not-held', 'clock-not-steady'],
  })
  correctClock(
    @ZodParam('deviceId', DeviceId) id: DeviceId,
    @ZodBody(CorrectClock) correction: CorrectClock,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Device> {
    return this.devices.correctClock(id, correction, context);
  }

  @Post(':deviceId/trust-clock')
  @HttpCode(200)
  @Permit('issue-devices')
  @Describe({
    summary: 'Has the times of the device count as it says them; nothing changes where they do.',
    answers: { 200: Device },
    problems: ['device-not-found'],
  })
  trustClock(
    @ZodParam('deviceId', DeviceId) id: DeviceId,
    @ZodBody(TrustClock) trust: TrustClock,
    @RequestedCommand() context: CommandContext<Person>,
  ): Promise<Device> {
    return this.devices.trustClock(id, trust, context);
  }
}
