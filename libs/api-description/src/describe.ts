import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { z } from 'zod';

/** What an answer is: its schema, or words for one that is no JSON. */
export type AnswerDescription = z.ZodType | { readonly about: string; readonly mediaType: string };

/** What code alone does not say of a route. Path, method, parameters and body are read off the route itself. */
export interface RouteDescription {
  /** One sentence, third person: what calling it does. */
  readonly summary: string;
  /** By status. */
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** Codes of the problems that belong to this route alone; the common ones are added. */
  readonly problems?: readonly string[];
}

export const descriptionKey = 'homeward:route-description';

/** Describes a route for the OpenAPI document. A route without it is left out: it is not part of the contract. */
export const Describe = (description: RouteDescription): CustomDecorator =>
  SetMetadata<string, RouteDescription>(descriptionKey, description);
