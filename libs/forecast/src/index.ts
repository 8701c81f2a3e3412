export { type BackTest, backTestOf, type BackTestPoint, judged } from './back-test.ts';
export { type DayForecast, forecastInSlices, forecastOccupancy, type ForecastRequest } from './occupancy-forecast.ts';
export { type Day, type ExpectedDischarge, type ObservedStay, type WardHistory } from './ward-history.ts';
