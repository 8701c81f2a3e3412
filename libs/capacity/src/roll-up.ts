/** An organisation, and the one above it. */
export interface OrganisationLink {
  readonly odsCode: string;
  readonly parent: string | null;
}

/**
 * An organisation and all those above it, the nearest first: provider, place, system. One that is not known is by itself;
 * where the links lead back to one of them, they end there.
 */
export function lineage(odsCode: string, links: ReadonlyMap<string, OrganisationLink>): readonly string[] {
  const line: string[] = [];
  for (let next: string | null = odsCode; next !== null && !line.includes(next); next = links.get(next)?.parent ?? null)
    line.push(next);
  return line;
}

/** Whether the organisation would be above itself with this parent. */
export function isCycle({ odsCode, parent }: OrganisationLink, links: ReadonlyMap<string, OrganisationLink>): boolean {
  return parent !== null && lineage(parent, links).includes(odsCode);
}

/** What belongs to each organisation: its own, and that of all organisations below it. */
export function rolledUp<Part>(
  parts: readonly { readonly organisation: string | null; readonly part: Part }[],
  links: ReadonlyMap<string, OrganisationLink>,
): ReadonlyMap<string, readonly Part[]> {
  const byOrganisation = new Map<string, Part[]>();
  for (const { organisation, part } of parts) {
    for (const odsCode of organisation === null ? [] : lineage(organisation, links)) {
      const known = byOrganisation.get(odsCode);
      if (known === undefined) byOrganisation.set(odsCode, [part]);
      else known.push(part);
    }
  }
  return byOrganisation;
}
