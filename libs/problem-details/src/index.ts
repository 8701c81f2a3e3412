export { InvalidRequestError } from './invalid-request.ts';
export { describeProblem, type StatusOfCode } from './problem.ts';
export { answerFrameworkError, ProblemDetailsFilter } from './problem-details.filter.ts';
export { Update, ZodUpdate } from './update.ts';
export { ForeignZodBody, ZodBody, ZodParam, ZodQuery } from './zod-parameters.ts';
