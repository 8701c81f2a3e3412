export { Describe } from './describe.ts';
export { openApiOf } from './open-api.ts';
