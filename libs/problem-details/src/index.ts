export { InvalidRequestError, type FieldFault } from './invalid-request.ts';
export { describeProblem, type DescribedProblem, type StatusOfCode } from './problem.ts';
export {
  answerFrameworkError,
  ProblemDetailsFilter,
  type ProblemDetailsOptions,
  type ProblemLogger,
} from './problem-details.filter.ts';
export { parseRequest, ZodBody, ZodParam, ZodQuery } from './zod-parameters.ts';
