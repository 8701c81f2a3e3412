export { backTestOf, type BackTestPoint, judged } from './back-test.ts';
export { type DayForecast, forecastInSlices, type ForecastRequest } from './occupancy-forecast.ts';
export { type Day, type ObservedStay, type WardHistory } from './ward-history.ts';
