import { asyncApiDocument, jsonSchemas } from '#libs/contracts';
import { permissionsPage } from '#libs/identity';
import { configurationPage } from './configuration-page.ts';
import { dataClassesPage } from './data-classes-page.ts';
import { declaredDataClasses } from './declared-data-classes.ts';
import { declaredHazards } from './declared-hazards.ts';
import { declaredMetrics } from './declared-metrics.ts';
import { declaredSettings } from './declared-settings.ts';
import { eventsPage } from './events-page.ts';
import { hazardsPage } from './hazards-page.ts';
import { metricsPage } from './metrics-page.ts';
import { prometheusRule } from './prometheus-rule.ts';
import { scalePage } from './scale-page.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Every generated document, by its path in the repository. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...Object.entries(jsonSchemas()).map(
      ([name, schema]) => [`docs/generated/schemas/${name}.json`, json(schema)] as const,
    ),
    ['docs/generated/asyncapi.json', json(asyncApiDocument())],
    ['docs/configuration.md', configurationPage(await declaredSettings())],
    ['docs/data-classes.md', dataClassesPage(await declaredDataClasses())],
    ['docs/events.md', eventsPage()],
    ['docs/metrics.md', metricsPage(declaredMetrics())],
    ['k8s/overlays/production/alert-rules.yaml', prometheusRule()],
    ['docs/permissions.md', permissionsPage()],
    ['docs/scale.md', scalePage()],
    ['docs/safety/hazards.md', hazardsPage(declaredHazards())],
  ]);
}
