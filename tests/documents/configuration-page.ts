import { z } from 'zod';
import { code, page, table } from './markdown.ts';
import type { DeclaredSettings } from './declared-settings.ts';

const Described = z.object({
  description: z.string().min(1),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

/** What a value must look like, in words. */
function form(setting: z.infer<typeof Described>): string {
  if (setting.enum !== undefined) return setting.enum.map(code).join(', ');
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = setting;
  const least = minimum > Number.MIN_SAFE_INTEGER ? ` from ${String(minimum)}` : '';
  const most = maximum < Number.MAX_SAFE_INTEGER ? ` to ${String(maximum)}` : '';
  if (setting.type === 'integer') return `whole number${least}${most}`;
  if (setting.type === 'number') return `number${least}${most}`;
  return setting.format === 'uri' ? 'URL' : 'text';
}

function row(name: string, schema: z.ZodType): readonly string[] {
  const described = Described.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const standard = described.default === undefined ? '' : code(String(described.default));
  return [code(name), described.description, form(described), standard];
}

/** docs/configuration.md: every setting of every app. */
export function configurationPage(apps: readonly DeclaredSettings[]): string {
  return page(
    'Configuration',
    'Settings are environment variables. Each is checked at the start, and every fault is listed at once.',
    ...apps.flatMap(({ app, settings }) => [
      `## ${app}`,
      table(
        ['Variable', 'Meaning', 'Form', 'Unless set'],
        Object.entries(settings).map(([name, schema]) => row(name, schema)),
      ),
    ]),
  );
}
