import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { root } from './prometheus-programs.ts';

const folder = join(root, 'docker/grafana');

const Dashboard = z.looseObject({
  title: z.string().regex(/^Homeward: /),
  uid: z.string().max(40),
  templating: z.object({ list: z.array(z.looseObject({ name: z.string(), query: z.unknown() })) }),
  panels: z.array(
    z.looseObject({
      id: z.number(),
      title: z.string(),
      targets: z.array(z.looseObject({ expr: z.string(), legendFormat: z.string(), refId: z.string() })).min(1),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
    }),
  ),
});

export interface DashboardQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly query: string;
}

/** Every dashboard that ships. */
export const dashboards = globSync('*.json', { cwd: folder })
  .toSorted()
  .map((file) => ({
    file: basename(file),
    ...Dashboard.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  }));

/** Every query of every panel, with what Grafana puts in the place of its variables. */
export const dashboardQueries: readonly DashboardQuery[] = dashboards.flatMap(({ file, panels }) =>
  panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({
      dashboard: file,
      panel: title,
      query: expr.replaceAll('$__rate_interval', '1m').replaceAll('$ward', '.*'),
    })),
  ),
);
