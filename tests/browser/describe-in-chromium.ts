import { hasChromium } from './chromium.ts';

export const describeInChromium = hasChromium ? describe : describe.skip;
export const itInChromium = hasChromium ? it : it.skip;
