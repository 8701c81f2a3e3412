export { type AnswerDescription, Describe, type RouteDescription } from './describe.ts';
export { openApiOf, type OpenApiOptions } from './open-api.ts';
export { type Route, routesOf } from './routes.ts';
