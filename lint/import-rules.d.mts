/** What the imports of a tree break. */
export interface Cruise {
  readonly files: readonly string[];
  readonly rules: readonly string[];
  readonly breaches: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
  readonly folderCycles: readonly string[];
}

export function cruise(tree: string): Promise<Cruise>;
