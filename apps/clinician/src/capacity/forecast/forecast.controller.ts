import { Controller, Get } from '@nestjs/common';
import { Describe } from '#libs/api-description';
import { Forecast, ForecastQuery } from '#libs/contracts';
import { Permit } from '#libs/identity';
import { ZodQuery } from '#libs/problem-details';
import { ForecastService } from './forecast.service.ts';

/** `/capacity/forecast`. */
@Controller('api/v1/capacity/forecast')
export class ForecastController {
  constructor(private readonly forecasts: ForecastService) {}

  @Get()
  @Permit('view-wards')
  @Describe({
    summary:
      'Forecasts how many patients a ward, or all wards together, will have at each coming 08:00, with an 80 % interval; says how well such forecasts have held.',
    answers: { 200: Forecast },
    problems: ['ward-not-found'],
  })
  forecast(@ZodQuery(ForecastQuery) query: ForecastQuery): Promise<Forecast> {
    return this.forecasts.forecast(query);
  }
}
