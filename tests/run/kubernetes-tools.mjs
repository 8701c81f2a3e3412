import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstall } from './programs.ts';
import { root } from './pinned-node.mjs';

/** The schemas of Kubernetes come with it: https://pypi.org/project/kubernetes-validate. */
const validator = 'kubernetes-validate==1.37.0';
const folder = join(root, 'node_modules/.cache/kubernetes-validate-1.37.0');

/** Kustomize has components from its fourth version on; Debian's own kubectl is older. */
const leastKustomize = 4;

/** What the manifests are rendered and checked with; undefined for what cannot be had. */
export function kubernetesTools() {
  return { kubectl: recentKubectl(), validate: installedValidator() };
}

function recentKubectl() {
  const kubectl = findOrInstall(['kubectl'], 'kubernetes-client');
  if (kubectl === undefined) return undefined;
  const { stdout } = spawnSync(kubectl, ['version', '--client'], { encoding: 'utf8' });
  const kustomize = /Kustomize Version: v(\d+)/.exec(stdout ?? '')?.[1];
  return Number(kustomize ?? 0) >= leastKustomize ? kubectl : undefined;
}

function installedValidator() {
  const program = join(folder, 'bin/kubernetes-validate');
  if (existsSync(program)) return program;
  const python = findOrInstall(['python3'], 'python3', 'python3-venv');
  if (python === undefined) return undefined;
  try {
    execFileSync(python, ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', '--no-input', validator], {
      stdio: 'ignore',
      timeout: 180_000,
    });
  } catch {
    return undefined; // No venv, or no registry of Python packages: the caller says what is not tried.
  }
  return existsSync(program) ? program : undefined;
}
