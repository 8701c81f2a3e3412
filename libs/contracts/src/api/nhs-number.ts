import { z } from 'zod';

/**
 * Whether ten digits are an NHS number: the tenth is the modulus-11 check digit of the first nine, weighted 10 to 2.
 *
 * @see NHS Data Model and Dictionary, NHS Number: a remainder giving 11 means 0, and 10 is never issued.
 */
export function isNhsNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += Number(digits.charAt(index)) * (10 - index);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === Number(digits.charAt(9));
}

/** Ten digits with a right check digit; spaces, as people write them, are taken out. */
export const NhsNumber = z
  .string()
  .transform((text) => text.replaceAll(' ', ''))
  .refine(isNhsNumber, 'expected ten digits with a valid check digit');
