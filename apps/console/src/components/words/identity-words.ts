/** `999 000 0018`: ten digits as people read them out; anything else as it is. */
export function nhsNumberWords(nhsNumber: string): string {
  return /^\d{10}$/.test(nhsNumber)
    ? `${nhsNumber.slice(0, 3)} ${nhsNumber.slice(3, 6)} ${nhsNumber.slice(6)}`
    : nhsNumber;
}

/** `OKAFOR, Ngozi`: family name first, as on NHS patient lists. */
export function patientName(patient: { readonly familyName: string; readonly givenName: string }): string {
  return `${patient.familyName.toLocaleUpperCase('en-GB')}, ${patient.givenName}`;
}

/** `acute-respiratory` as `Acute respiratory`. */
export function pathwayWords(pathway: string): string {
  const words = pathway.replaceAll('-', ' ');
  return words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1);
}

/** `healthcare-assistant` as `Healthcare assistant`. */
export const roleWords = (role: string): string => pathwayWords(role);
