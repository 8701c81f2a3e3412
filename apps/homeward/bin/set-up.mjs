import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const modules = join(root, 'node_modules');
const pinnedNode = join(modules, 'node/bin/node');
const main = join(root, 'dist/apps/homeward/src/main.js');
const builtMark = join(root, 'dist/.built');
const lock = join(root, 'dist/.set-up-lock');

/** Where an image was made without the sources, there is nothing to install or build. */
const hasSources = existsSync(join(root, 'tsconfig.build.json'));

/**
 * Makes this checkout ready to run: installed, built, both of what is there now. Several processes may call it at once:
 * one does the work and the others wait for it.
 *
 * @returns the Node to run and the program for it.
 */
export async function prepare() {
  if (hasSources && !isReady()) {
    await underLock(async () => {
      if (!isInstalled()) await install();
      const sources = fingerprint();
      if (!isBuilt(sources)) await build(sources);
    });
  }
  return { node: existsSync(pinnedNode) ? pinnedNode : process.execPath, main };
}

function isReady() {
  return isInstalled() && isBuilt(fingerprint());
}

/**
 * npm writes its own lock file into node_modules as the last thing it does, so an installation that was broken off does
 * not pass for a whole one.
 */
function isInstalled() {
  const written = join(modules, '.package-lock.json');
  // A linked node_modules belongs to another checkout: installing into it would take that one's ground away.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  if (!existsSync(written) || !existsSync(pinnedNode)) return false;
  const there = JSON.parse(readFileSync(written, 'utf8')).packages;
  const asked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(asked).every(
    ([path, entry]) => path === '' || entry.optional || there[path]?.version === entry.version,
  );
}

function isBuilt(sources) {
  return existsSync(main) && existsSync(builtMark) && readFileSync(builtMark, 'utf8') === sources;
}

/** Changes with whatever the build is made from: name, size and time of each file, as reading them all would be slow. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path.slice(root.length)} ${size} ${mtimeMs}\n`);
  };
  const addFolder = (folder) => {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') addFolder(path);
      else if (entry.isFile() && !/\.(int-)?spec\.tsx?$/.test(entry.name)) add(path);
    }
  };
  for (const name of ['apps', 'libs']) addFolder(join(root, name));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'])
    add(join(root, name));
  return hash.digest('hex');
}

async function install() {
  console.error('Homeward: installing what package-lock.json names (npm ci) …');
  await run(
    'npm',
    ['ci', '--no-progress'],
    process.env,
    'npm ci failed (see above). Is the npm registry within reach?',
  );
}

async function build(sources) {
  console.error('Homeward: building …');
  rmSync(builtMark, { force: true });
  const path = [join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter);
  await run('npm', ['run', '--silent', 'build'], { ...process.env, PATH: path }, 'The build failed (see above).');
  writeFileSync(builtMark, sources);
}

/** Runs a program with all its output on standard error; a failure ends this process. */
async function run(program, words, env, complaint) {
  const status = await new Promise((done) => {
    const child = spawn(program, words, {
      cwd: root,
      env,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
  if (status === 0) return;
  rmSync(lock, { force: true });
  console.error(complaint);
  process.exit(1);
}

/** The lock is a file with its holder's process id; one whose holder is gone counts for nothing. */
async function underLock(work) {
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  while (!tryToLock()) {
    const holder = Number(existsSync(lock) ? readFileSync(lock, 'utf8') : Number.NaN);
    if (holder > 0 && !isRunning(holder)) rmSync(lock, { force: true });
    else if (!told) console.error(`Homeward: waiting for process ${holder}, which is setting up this checkout …`);
    told = true;
    await pause(200);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Linked into place with its holder's id already in it, so that nobody ever reads an empty one. */
function tryToLock() {
  const draft = `${lock}.${randomUUID()}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error.code === 'EPERM';
  }
}
