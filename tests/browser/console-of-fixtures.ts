import type { Role } from '#libs/contracts';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { FixtureConsole, startsWithinMs } from './fixture-console.ts';

export interface ConsoleOfFixtures {
  /** The page of the test that runs. */
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console said was wrong since the page was opened. */
  readonly complaints: () => readonly string[];
  /** Goes to an address of the console and waits for the heading. */
  readonly open: (path: string) => Promise<void>;
  /** Goes to a patient on the ward, by family name, or to one of the patient's pages. */
  readonly openPatient: (familyName: string, rest?: string) => Promise<void>;
  /** A part of the page by its heading. */
  readonly part: (title: string) => Locator;
  readonly press: (button: string) => Promise<void>;
  /** Another person is at the console from the next request on. */
  readonly as: (role: Role) => Promise<Response>;
  readonly makeHappen: FixtureConsole['makeHappen'];
  readonly api: FixtureConsole['api'];
  readonly boardPath: FixtureConsole['boardPath'];
  readonly patientPath: FixtureConsole['patientPath'];
}

/**
 * The console against fixtures, for the tests of the file that calls this: they share it, and it is opened anew for each
 * of them. Where there is no Chromium it is not started; such tests are skipped (`describeInChromium`).
 *
 * @param signedInAs who is at the console when a test begins; without it, the person of the test before.
 */
export function consoleOfFixtures({
  patients,
  signedInAs,
}: {
  readonly patients: number;
  readonly signedInAs?: Role;
}): ConsoleOfFixtures {
  let started: FixtureConsole | undefined;
  let view: { readonly context: BrowserContext; readonly page: Page } | undefined;

  beforeAll(async () => {
    started = await FixtureConsole.start(patients);
  }, startsWithinMs);
  afterAll(() => started?.stop());
  beforeEach(async () => {
    if (signedInAs !== undefined) await started?.makeHappen(`sign-in-as/${signedInAs}`);
    view = await started?.open();
  });
  afterEach(() => view?.context.close());

  const console = currently(() => started);
  const page = currently(() => view?.page);
  const open = async (path: string): Promise<void> => {
    await page.goto(console.address + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  return {
    page,
    context: currently(() => view?.context),
    complaints: () => console.complaints,
    open,
    openPatient: async (familyName, rest = '') => open((await console.patientPath(familyName)) + rest),
    part: (title) =>
      page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title, exact: true }) }),
    press: (button) => page.getByRole('button', { name: button, exact: true }).click(),
    as: (role) => console.makeHappen(`sign-in-as/${role}`),
    makeHappen: (what) => console.makeHappen(what),
    api: (method, path, body) => console.api(method, path, body),
    boardPath: () => console.boardPath(),
    patientPath: (familyName) => console.patientPath(familyName),
  };
}

/** Whatever is there when it is used, though it was not yet when a test file took hold of it. */
function currently<Part extends object>(current: () => Part | undefined): Part {
  // All that is read of it comes from a Part: see below.
  return new Proxy({} as Part, {
    get(_target, name) {
      const part = current();
      if (part === undefined) throw new Error('The console is open only while a test runs, and only in Chromium.');
      const value: unknown = Reflect.get(part, name, part);
      return typeof value === 'function' ? (value.bind(part) as unknown) : value;
    },
  });
}
